"""How sure a figure is, against sums done by hand."""

import pytest
import torch

from train.report.spread import bootstrap_interval, pooled_deviation, spread


def test_bootstrap_interval_of_two_groups_by_hand():
    # Two photos, one always right and one always wrong: a draw of two has mean 0, 1/2 or 1, at 1/4, 1/2 and 1/4.
    values, photos = torch.tensor([1.0, 1, 1, 0, 0, 0]), torch.tensor([7, 7, 7, 3, 3, 3])
    assert bootstrap_interval(values, photos) == (0, 1)
    assert bootstrap_interval(values, photos, level=0.4) == (0.5, 0.5)


def test_bootstrap_interval_weighs_a_group_by_its_rows():
    # One photo of three rows, right, and one of one row, wrong: a draw of both has mean 3/4.
    values, photos = torch.tensor([1.0, 1, 1, 0]), torch.tensor([0, 0, 0, 1])
    assert bootstrap_interval(values, photos, level=0.4) == (0.75, 0.75)


def test_bootstrap_interval_of_many_rows_is_that_of_the_normal_distribution():
    values = (torch.arange(1000) % 10 != 0).double()  # 900 right of 1,000
    low, high = bootstrap_interval(values, torch.arange(1000))
    margin = 1.96 * (0.9 * 0.1 / 1000) ** 0.5
    assert (low, high) == pytest.approx((0.9 - margin, 0.9 + margin), abs=0.002)
    assert bootstrap_interval(values, torch.arange(1000)) == (low, high)
    assert bootstrap_interval(values, torch.arange(1000), seed=1) != (low, high)
    # The same rows as 100 photos, each of ten rows that are right or wrong together, say less.
    together = (torch.arange(1000) // 10 % 10 != 0).double()
    wide_low, wide_high = bootstrap_interval(together, torch.arange(1000) // 10)
    assert wide_high - wide_low > 2.5 * (high - low)


def test_spread_and_pooled_deviation():
    assert spread([0.5]) == {"mean": 0.5, "sd": None, "values": [0.5]}
    assert pooled_deviation([0.5], [0.7]) is None
    assert pooled_deviation([1, 2, 3], [5]) == 1
    assert pooled_deviation([1, 2, 3], [5, 5]) == pytest.approx((2 / 3) ** 0.5)
