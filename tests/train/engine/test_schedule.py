"""Rates over a run, and when validation ends it."""

import pytest
import torch

from tests.train.helpers import entries, learn


def test_the_rate_warms_up_and_follows_a_cosine_to_zero(tmp_path):
    trail = torch.tensor(learn([1.0] * 8, tmp_path, steps=8, warmup=4, schedule="cosine"))
    cosine = 0.5 * (1 + (torch.arange(8) * torch.pi / 8).cos())
    warm = torch.tensor([0.25, 0.5, 0.75, 1, 1, 1, 1, 1])
    torch.testing.assert_close(trail[:-1] - trail[1:], cosine * warm, atol=1e-6, rtol=1e-5)


def test_on_a_plateau_the_rate_falls_to_a_tenth_and_then_the_run_stops(tmp_path):
    trail = learn([1.0] * 20, tmp_path, lambda weight: 0.5, steps=20, schedule="plateau", validate_every=1, patience=4)
    assert trail == pytest.approx([0, -1, -2, -3, -3.1, -1]), "it ends with the best weights, the first"
    assert [e["step"] for e in entries(tmp_path) if "validation" in e] == [1, 2, 3, 4, 5]
