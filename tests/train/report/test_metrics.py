"""Figures checked against sums done by hand."""

import pytest
import torch

from train.probabilities import top_k_accuracy
from train.report import metrics

PROBABILITY = torch.tensor([[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.1, 0.5, 0.4], [0.2, 0.2, 0.6]])


LABELS = torch.tensor([0, 1, 2, 2])


def test_calibration_error_by_hand():
    # With two bins all rows but 0.5 fall in the upper one: confidences .7 .6 .6 against hits 1 0 1.
    upper = abs(0.7 + 0.6 + 0.6 - 2)
    lower = abs(0.5 - 0)
    assert metrics.expected_calibration_error(PROBABILITY, LABELS, bins=2) == pytest.approx((upper + lower) / 4)


def test_a_perfect_and_sure_answer_has_no_calibration_error():
    sure = torch.eye(3)
    assert metrics.expected_calibration_error(sure, torch.arange(3)) == 0
    assert metrics.expected_calibration_error(sure, torch.tensor([1, 2, 0])) == 1


def test_reliability_by_hand():
    confidence, accuracy, count = metrics.reliability(PROBABILITY, LABELS, bins=4)
    assert count.tolist() == [0, 1, 3, 0]  # 0.5 is the upper edge of the second bin
    assert confidence[1:3].tolist() == pytest.approx([0.5, (0.7 + 0.6 + 0.6) / 3])
    assert accuracy[1:3].tolist() == pytest.approx([0, 2 / 3])
    assert confidence[[0, 3]].isnan().all()


def test_categories_of_one_species_add_up():
    categories = ("Blue Jay", "Northern Cardinal (Adult Male)", "Northern Cardinal (Female/Juvenile)")
    probability, labels, names = metrics.at_species_level(PROBABILITY, LABELS, categories)
    assert names == ("Blue Jay", "Northern Cardinal")
    assert torch.allclose(probability, torch.tensor([[0.7, 0.3], [0.6, 0.4], [0.1, 0.9], [0.2, 0.8]]))
    assert labels.tolist() == [0, 1, 1, 1]
    # The third row took a female for a male: wrong among categories, right among species.
    assert top_k_accuracy(probability, labels) == 0.75


@pytest.mark.parametrize(
    ("category", "species"),
    [
        ("Northern Cardinal (Adult Male)", "Northern Cardinal"),
        ("Blue Jay", "Blue Jay"),
        ("Yellow-rumped Warbler (Winter/juvenile Audubon's)", "Yellow-rumped Warbler"),
        ("Sparrow (of a kind) proper", "Sparrow (of a kind) proper"),
    ],
)
def test_only_a_bracket_at_the_end_is_sex_or_age(category, species):
    assert metrics.species_of(category) == species


def test_pairs_that_place_tells_apart_by_hand():
    labels = torch.tensor([0, 0, 1, 1, 2, 2, 2])
    photo = torch.eye(3)[[1, 1, 0, 1, 0, 2, 1]]
    together = torch.eye(3)[[0, 1, 1, 0, 1, 0, 2]]
    # 0 and 1: rows 0 and 2 gained, row 3 lost, row 1 stays wrong. 0 and 2: row 5 lost; row 4 goes from wrong to wrong.
    assert metrics.pairs_told_apart(photo, together, labels) == [(0, 1, 2, 1), (1, 2, 1, 0), (0, 2, 0, 1)]
