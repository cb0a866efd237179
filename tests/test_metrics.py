"""Figures checked against sums done by hand."""

import pytest
import torch

from crossclip.encoders import Projection
from train import metrics
from train.demo_stages import name_parts
from train.teacher import aligned_start

PROBABILITY = torch.tensor([[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.1, 0.5, 0.4], [0.2, 0.2, 0.6]])
LABELS = torch.tensor([0, 1, 2, 2])


def test_accuracy_by_rows_and_by_classes():
    assert metrics.top_k_accuracy(PROBABILITY, LABELS) == 0.5
    assert metrics.top_k_accuracy(PROBABILITY, LABELS, 2) == 1.0
    assert metrics.top_k_accuracy(PROBABILITY, LABELS, 99) == 1.0
    assert metrics.mean_class_recall(PROBABILITY, LABELS) == pytest.approx((1 + 0 + 0.5) / 3)


def test_calibration_error_by_hand():
    # With two bins all rows but 0.5 fall in the upper one: confidences .7 .6 .6 against hits 1 0 1.
    upper = abs(0.7 + 0.6 + 0.6 - 2)
    lower = abs(0.5 - 0)
    assert metrics.expected_calibration_error(PROBABILITY, LABELS, bins=2) == pytest.approx((upper + lower) / 4)


def test_a_perfect_and_sure_answer_has_no_calibration_error():
    sure = torch.eye(3)
    assert metrics.expected_calibration_error(sure, torch.arange(3)) == 0
    assert metrics.expected_calibration_error(sure, torch.tensor([1, 2, 0])) == 1


def test_plain_product_by_hand():
    place = torch.tensor([[0.1, 0.8, 0.1]])
    product = torch.tensor([[0.07, 0.16, 0.01]])
    assert torch.allclose(metrics.plain_product(PROBABILITY[:1], place), product / product.sum())


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


def test_parts_of_names_point_at_all_species_that_share_them():
    species = ("Blue Jay", "Steller's Jay", "Blue Grosbeak")
    parts = name_parts(species, ("Cyanocitta cristata", "Cyanocitta stelleri", "Passerina caerulea"))
    assert parts["Jay"] == [0, 1]
    assert parts["Cyanocitta"] == [0, 1]
    assert parts["Blue Jay"] == [0]
    assert "Blue" not in parts
