"""Places and dates that a step's photos get, and sightings beside them."""

import pytest
import torch

from tests.train.made_up_rows import NOWHERE, rows_with
from train.batches.settings import BatchSettings
from train.batches.sightings import SightingDrawer

OPEN = {"unknown_place": 0.0, "unknown_date": 0.0}
PHOTOS = 3


@pytest.fixture
def rows():
    """Three photos without place, then 20 sightings of class 0 in the east and 4 of class 1 in the west."""
    labels = [0, 1, 2] + [0] * 20 + [1] * 4
    sightings = [NOWHERE] * 3 + [(-70.0 - i / 10, 40.0, 0.5) for i in range(20)] + [(-120.0, 45.0, 0.1)] * 4
    return rows_with(labels, sightings, ["a.png", "b.png", "c.png"] + [""] * 24)


def drawn(rows, step=0, **changes):
    drawer = SightingDrawer(rows, BatchSettings(**(OPEN | changes)), seed=5)
    return drawer.batch(step, torch.arange(PHOTOS), torch.zeros(PHOTOS, 4))


def test_a_photo_without_place_is_lent_one_of_its_class_if_there_is_any(rows):
    lent = drawn(rows, pair_sightings=True)
    assert lent.sightings[0, 0] > -72
    assert lent.sightings[1].tolist() == pytest.approx([-120.0, 45.0, 0.1])
    assert lent.sightings[2].isnan().all(), "no sighting of class 2 is known"
    assert lent.sighted.tolist() == [True, True, False]
    assert drawn(rows).sightings.isnan().all(), "without being asked, nothing is lent"


def test_sightings_without_photo_come_as_often_as_they_occur_or_every_class_alike(rows):
    often = drawn(rows, sightings=2000, balance=0.0).other_labels
    alike = drawn(rows, sightings=2000, balance=1.0).other_labels
    assert (often == 1).float().mean() == pytest.approx(4 / 24, abs=0.04)
    assert (alike == 1).float().mean() == pytest.approx(1 / 2, abs=0.04)


def test_place_and_date_are_hidden_apart_as_often_as_asked(rows):
    shown = drawn(rows, sightings=2000, unknown_place=0.3, unknown_date=0.6).other_sightings
    place, date = shown[:, :2].isnan(), shown[:, 2].isnan()
    assert torch.equal(place[:, 0], place[:, 1]), "half a place is none"
    assert place[:, 0].float().mean() == pytest.approx(0.3, abs=0.04)
    assert date.float().mean() == pytest.approx(0.6, abs=0.04)
    assert (place[:, 0] & date).float().mean() == pytest.approx(0.18, abs=0.04)
    assert not rows.sightings[PHOTOS:].isnan().any(), "the rows keep what a step hides"


def test_a_step_draws_the_same_again_and_another_step_something_else(rows):
    first, again, other = (drawn(rows, step, sightings=50) for step in (3, 3, 4))
    assert torch.equal(first.other_sightings, again.other_sightings)
    assert not torch.equal(first.other_sightings, other.other_sightings)
