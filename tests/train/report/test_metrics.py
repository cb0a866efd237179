"""Figures checked against sums done by hand."""

import pytest
import torch

from crossclip.model.encoders import Projection
from train.demo.stages import name_parts
from train.demo.teacher import aligned_start
from train.report import metrics

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


def test_reliability_by_hand():
    confidence, accuracy, count = metrics.reliability(PROBABILITY, LABELS, bins=4)
    assert count.tolist() == [0, 1, 3, 0]  # 0.5 is the upper edge of the second bin
    assert confidence[1:3].tolist() == pytest.approx([0.5, (0.7 + 0.6 + 0.6) / 3])
    assert accuracy[1:3].tolist() == pytest.approx([0, 2 / 3])
    assert confidence[[0, 3]].isnan().all()


def test_recall_of_each_class_by_hand():
    probability = torch.cat([PROBABILITY, torch.zeros(4, 1)], dim=1)  # a class that does not occur
    assert metrics.class_recall(probability, LABELS)[:3].tolist() == [1, 0, 0.5]
    assert metrics.class_recall(probability, LABELS)[3].isnan()
    assert metrics.class_recall(probability, LABELS, 2)[:3].tolist() == [1, 1, 1]


def test_categories_of_one_species_add_up():
    categories = ("Blue Jay", "Northern Cardinal (Adult Male)", "Northern Cardinal (Female/Juvenile)")
    probability, labels, names = metrics.at_species_level(PROBABILITY, LABELS, categories)
    assert names == ("Blue Jay", "Northern Cardinal")
    assert torch.allclose(probability, torch.tensor([[0.7, 0.3], [0.6, 0.4], [0.1, 0.9], [0.2, 0.8]]))
    assert labels.tolist() == [0, 1, 1, 1]
    # The third row took a female for a male: wrong among categories, right among species.
    assert metrics.top_k_accuracy(probability, labels) == 0.75


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


def test_bootstrap_interval_of_two_groups_by_hand():
    # Two photos, one always right and one always wrong: a draw of two has mean 0, 1/2 or 1, at 1/4, 1/2 and 1/4.
    values, photos = torch.tensor([1.0, 1, 1, 0, 0, 0]), torch.tensor([7, 7, 7, 3, 3, 3])
    assert metrics.bootstrap_interval(values, photos) == (0, 1)
    assert metrics.bootstrap_interval(values, photos, level=0.4) == (0.5, 0.5)


def test_bootstrap_interval_weighs_a_group_by_its_rows():
    # One photo of three rows, right, and one of one row, wrong: a draw of both has mean 3/4.
    values, photos = torch.tensor([1.0, 1, 1, 0]), torch.tensor([0, 0, 0, 1])
    assert metrics.bootstrap_interval(values, photos, level=0.4) == (0.75, 0.75)


def test_bootstrap_interval_of_many_rows_is_that_of_the_normal_distribution():
    values = (torch.arange(1000) % 10 != 0).double()  # 900 right of 1,000
    low, high = metrics.bootstrap_interval(values, torch.arange(1000))
    margin = 1.96 * (0.9 * 0.1 / 1000) ** 0.5
    assert (low, high) == pytest.approx((0.9 - margin, 0.9 + margin), abs=0.002)
    assert metrics.bootstrap_interval(values, torch.arange(1000)) == (low, high)
    assert metrics.bootstrap_interval(values, torch.arange(1000), seed=1) != (low, high)
    # The same rows as 100 photos, each of ten rows that are right or wrong together, say less.
    together = (torch.arange(1000) // 10 % 10 != 0).double()
    wide_low, wide_high = metrics.bootstrap_interval(together, torch.arange(1000) // 10)
    assert wide_high - wide_low > 2.5 * (high - low)


def test_pairs_that_place_tells_apart_by_hand():
    labels = torch.tensor([0, 0, 1, 1, 2, 2, 2])
    photo = torch.eye(3)[[1, 1, 0, 1, 0, 2, 1]]
    together = torch.eye(3)[[0, 1, 1, 0, 1, 0, 2]]
    # 0 and 1: rows 0 and 2 gained, row 3 lost, row 1 stays wrong. 0 and 2: row 5 lost; row 4 goes from wrong to wrong.
    assert metrics.pairs_told_apart(photo, together, labels) == [(0, 1, 2, 1), (1, 2, 1, 0), (0, 2, 0, 1)]


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
