"""Backbones of torchvision, timm and open_clip."""

import sys

import pytest
import torch

from crossclip.model.backbones import fold_batch_norm, photo_backbone, photo_settings, torchvision_backbone
from crossclip.model.encoders import PhotoEncoder


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v2", "mobilenet_v3_small", "vit_b_32"])
def test_a_backbone_gives_pooled_features(name):
    with torch.device("meta"):
        network, width = torchvision_backbone(name)
        assert network.eval()(torch.empty(2, 3, 224, 224)).shape == (2, width)


@pytest.mark.parametrize("name", ["resnet51", "ResNet", "fcn_resnet50", "squeezenet1_0", ""])
def test_what_is_no_classifier_with_a_linear_layer_is_refused(name):
    with pytest.raises(ValueError, match="use a"):
        torchvision_backbone(name)


def test_folding_batch_norm_leaves_the_features():
    torch.manual_seed(0)
    plain = PhotoEncoder("mobilenet_v2", dim=8, dropout=0.0)
    plain.train()(torch.randn(4, 3, 32, 32))  # so that the statistics are not those of a new network
    plain.eval()
    folded = PhotoEncoder("mobilenet_v2", dim=8, dropout=0.0, folded=True).eval()
    assert not [module for module in folded.modules() if isinstance(module, torch.nn.BatchNorm2d)]

    pixels = torch.randn(2, 3, 32, 32)
    with torch.no_grad():
        before = plain.features(pixels)
        fold_batch_norm(plain.backbone)
        torch.testing.assert_close(plain.features(pixels), before, atol=1e-4, rtol=1e-3)
    folded.load_state_dict(plain.state_dict())


def test_networks_of_timm_are_had_by_name_with_what_they_want_to_see():
    pytest.importorskip("timm")
    network, width = photo_backbone("timm:mobilenetv3_small_050.lamb_in1k")
    assert network.eval()(torch.zeros(1, 3, 64, 64)).shape == (1, width)
    wanted = photo_settings("timm:vit_tiny_patch16_224.augreg_in21k")
    assert (wanted["photo_size"], wanted["photo_mean"]) == (224, (0.5, 0.5, 0.5))
    assert wanted["photo_resize"] > 224
    with pytest.raises(ValueError, match="timm has no network 'resnetx18'"):
        photo_backbone("timm:resnetx18")


def test_towers_of_open_clip_are_had_by_name_with_what_they_want_to_see(tiny_clip):
    network, width = photo_backbone(f"open_clip:{tiny_clip}")
    assert network.eval()(torch.zeros(1, 3, 32, 32)).shape == (1, width)
    wanted = photo_settings(f"open_clip:{tiny_clip}/some_weights")
    assert (wanted["photo_size"], wanted["photo_interpolation"]) == (32, "bicubic")
    assert wanted["photo_mean"][0] == pytest.approx(0.4815, abs=1e-4)
    with pytest.raises(ValueError, match="open_clip has no model 'ViT-Z'"):
        photo_backbone("open_clip:ViT-Z/laion")
    with pytest.raises(ValueError, match="names no weights"):
        photo_backbone(f"open_clip:{tiny_clip}", pretrained=True)


def test_torchvision_has_the_names_without_a_library():
    assert photo_settings("resnet18") == {}
    with torch.device("meta"):
        assert photo_backbone("resnet18")[1] == 512


def test_a_library_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(ValueError, match="timm is not installed: pip install timm"):
        photo_backbone("timm:resnet18")
