"""Accuracy and products against sums done by hand."""

import pytest
import torch

from train.probabilities import class_recall, mean_class_recall, plain_product, top_k_accuracy

PROBABILITY = torch.tensor([[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.1, 0.5, 0.4], [0.2, 0.2, 0.6]])


LABELS = torch.tensor([0, 1, 2, 2])


def test_accuracy_by_rows_and_by_classes():
    assert top_k_accuracy(PROBABILITY, LABELS) == 0.5
    assert top_k_accuracy(PROBABILITY, LABELS, 2) == 1.0
    assert top_k_accuracy(PROBABILITY, LABELS, 99) == 1.0
    assert mean_class_recall(PROBABILITY, LABELS) == pytest.approx((1 + 0 + 0.5) / 3)


def test_recall_of_each_class_by_hand():
    probability = torch.cat([PROBABILITY, torch.zeros(4, 1)], dim=1)  # a class that does not occur
    assert class_recall(probability, LABELS)[:3].tolist() == [1, 0, 0.5]
    assert class_recall(probability, LABELS)[3].isnan()
    assert class_recall(probability, LABELS, 2)[:3].tolist() == [1, 1, 1]


def test_plain_product_by_hand():
    place = torch.tensor([[0.1, 0.8, 0.1]])
    product = torch.tensor([[0.07, 0.16, 0.01]])
    assert torch.allclose(plain_product(PROBABILITY[:1], place), product / product.sum())
