"""Which photos a step takes."""

from collections import Counter

import pytest

from tests.conftest import WORLD
from tests.train.worlds import world
from train.batches.sampler import StepSampler
from train.batches.settings import BatchSettings
from train.tables.rows import read_rows, rows_of


@pytest.fixture(scope="module")
def uneven(table):
    """Rows of one class with 9 photos and three with 3."""
    rows = rows_of(read_rows(table), sorted(WORLD), "train")
    kept = [
        row
        for label in range(4)
        for row in (rows.has_photo & (rows.labels == label)).nonzero()[:, 0].tolist()[: 9 if label == 0 else 3]
    ]
    return rows[kept]


@pytest.mark.parametrize(("balance", "share"), [(0.0, 9 / 18), (1.0, 1 / 4)])
def test_classes_are_drawn_as_often_as_they_have_photos_or_all_alike(uneven, balance, share):
    settings = BatchSettings(classes=1, photos_per_class=2, class_balance=balance)
    sampler = StepSampler(uneven, settings, seed=0, start=0, steps=600)
    first = [int(uneven.labels[step[0][0]]) == 0 for step in sampler]
    assert sum(first) / len(first) == pytest.approx(share, abs=0.06)


def test_a_class_with_few_photos_repeats_them_only_as_it_must(uneven):
    settings = BatchSettings(classes=4, photos_per_class=5)
    for step in StepSampler(uneven, settings, seed=0, start=0, steps=5):
        drawn = Counter(row for row, _ in step)
        assert len(step) == 20
        assert all(count == 1 for row, count in drawn.items() if uneven.labels[row] == 0)


def test_every_photo_comes_once_a_pass_in_new_order(uneven):
    settings = BatchSettings(classes=2, photos_per_class=2, shuffled=True)
    drawn = [row for step in StepSampler(uneven, settings, seed=3, start=0, steps=9) for row, _ in step]
    first, second = drawn[:18], drawn[18:]
    assert sorted(first) == sorted(second) == list(range(18))
    assert first != second
    later = StepSampler(uneven, settings, seed=3, start=4, steps=9)
    assert [row for step in later for row, _ in step] == drawn[16:]


def test_batches_draw_classes_then_photos_and_are_the_same_from_any_start(world_table):
    train_rows = world(world_table)
    settings = BatchSettings(classes=3, photos_per_class=2)
    drawn = list(StepSampler(train_rows, settings, seed=1, start=0, steps=5))
    for batch in drawn:
        labels = train_rows.labels[[row for row, _ in batch]]
        assert labels.unique(return_counts=True)[1].tolist() == [2, 2, 2]
        assert len({row for row, _ in batch}) == 6
    assert list(StepSampler(train_rows, settings, seed=1, start=3, steps=5)) == drawn[3:]
    assert list(StepSampler(train_rows, settings, seed=2, start=0, steps=5)) != drawn
