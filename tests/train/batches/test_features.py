"""Features of photos that are computed once."""

from copy import deepcopy

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from crossclip.model import CrossClipConfig
from crossclip.model.backbones import torchvision_backbone
from train.batches.features import FeatureCache, PixelSource, TrunkSource
from train.batches.photos import Photos


@pytest.mark.slow
def test_locked_blocks_give_the_very_features_of_the_whole_network(tmp_path, world_rows):
    torch.manual_seed(0)
    network, _ = torchvision_backbone("mobilenet_v2")
    network.eval()
    fresh = deepcopy(network)
    config = CrossClipConfig(species=("a",), scientific_names=("a",), photo_resize=40, photo_size=32)
    pixels = PixelSource(config)
    trunk = TrunkSource(pixels, lambda: deepcopy(fresh), blocks=14, views=2, cache=FeatureCache(tmp_path))
    test = world_rows("test")
    with torch.no_grad():
        whole = torch.cat([network(part) for part in pixels.evaluation("test", test)])
        with trunk.learning(network):
            assert isinstance(network.features, nn.Sequential)
            parted = torch.cat([network(part) for part in trunk.evaluation("test", test)])
    assert torch.allclose(parted, whole, atol=0.05), "but for maps kept in 16 bits"
    assert trunk.training(world_rows("train")).features.shape[:2] == (2, 48)
    assert (tmp_path / "trunk-test.safetensors").exists()


def test_features_of_views_are_kept_and_those_of_earlier_runs_are_read(tmp_path, world_rows):
    rows, cache = world_rows("train"), FeatureCache(tmp_path)
    photos = Photos(rows, lambda picture: torch.rand(3, 8, 8))
    made = cache.views("views", lambda pixels: pixels.mean(dim=(2, 3)), rows, photos, 2)
    again = cache.views("views", lambda pixels: pytest.fail("computed again"), rows, photos, 2)
    assert made.features.shape == (2, 48, 3)
    assert torch.equal(made.features, again.features)
    save_file({"tensor": made.features.clone()}, tmp_path / "old.safetensors")
    old = cache.views("old", lambda pixels: pytest.fail("computed again"), rows, photos, 2)
    assert torch.equal(old.features, made.features)
