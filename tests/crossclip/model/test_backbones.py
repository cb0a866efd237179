"""Backbones of torchvision."""

import pytest
import torch

from crossclip.model.backbones import fold_batch_norm, torchvision_backbone
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
