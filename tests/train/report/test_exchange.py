"""Branches exchanged between systems, and seeds that answer as one."""

import pytest
import torch

from tests.train.report.made_up_runs import LABELS, answers, guesses
from train.report.exchange import exchanged, together

RIGHT, WRONG = guesses(*LABELS.tolist()), guesses(1, 1, 2, 0)


def trials():
    """One system that sees well, and one that knows places well."""
    seeing = answers(**{"photo": RIGHT, "place+date": WRONG.sqrt() / WRONG.sqrt().sum(dim=1, keepdim=True)})
    knowing = answers(**{"photo": WRONG, "place+date": RIGHT})
    return {"seeing": [seeing, seeing], "knowing": [knowing, knowing, knowing]}


def test_every_photo_branch_meets_every_place_branch():
    lines = {(line["photo"], line["place"]): line["top1"] for line in exchanged(trials())}
    assert len(lines) == 4
    assert lines["seeing", "knowing"]["mean"] == 1.0
    assert lines["seeing", "seeing"]["mean"] == 1.0, "its photo branch is surer than its places"
    assert lines["knowing", "seeing"]["mean"] == 0.0
    assert lines["seeing", "knowing"]["sd"] == 0.0


def test_seeds_that_err_differently_are_right_together():
    uniform = torch.full((4, 3), 1 / 3)
    one, other = guesses(0, 1, 1, 2), guesses(0, 0, 0, 2)
    sure = guesses(0, 0, 1, 2)
    seeds = [answers(photo=part) for part in (one, other, sure)]
    assert together(seeds[:1], "photo") == 0.75
    assert together(seeds, "photo") == 1.0
    assert together([answers(photo=uniform), *seeds[:1]], "photo") == pytest.approx(0.75), "one that knows nothing"
