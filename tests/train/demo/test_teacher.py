"""The aligned start."""

import torch

from crossclip.model.encoders import Projection
from train.demo.teacher import aligned_start


def test_aligned_start_keeps_the_classifiers_order_through_layer_norm():
    torch.manual_seed(0)
    weights, features = torch.randn(12, 40), torch.randn(30, 40)
    projection, anchors = aligned_start(weights, dim=13)  # 12 classes have rank 12: nothing is lost
    head = Projection(40, 13)
    with torch.no_grad():
        head.inner.weight.copy_(projection)
        for zero in (head.inner.bias, head.outer.weight, head.outer.bias):
            zero.zero_()
        embedded = head(features)
        expected = torch.nn.functional.normalize(features @ projection.T, dim=1)
    assert torch.allclose(embedded, expected, atol=1e-3)
    assert torch.allclose(anchors.norm(dim=1), torch.ones(12), atol=1e-5)
    logits = features @ weights.T
    left_scale = (logits / (features @ projection.T @ anchors.T)).T
    assert torch.allclose(left_scale, left_scale[:, :1].expand_as(left_scale), rtol=1e-2)
