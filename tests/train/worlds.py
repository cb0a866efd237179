"""What tests of training on the little world share."""

import dataclasses

from tests.conftest import WORLD
from train.batches.settings import BatchSettings
from train.settings import PretrainSettings
from train.tables.rows import read_rows, rows_of

TWINS = [0, 1]


WORLD_BATCH = BatchSettings(classes=4, photos_per_class=4, unknown_place=0.2, unknown_date=0.2)


def quick(**changes):
    return dataclasses.replace(
        PretrainSettings(photo_rate=1e-3, text_rate=1e-3, meta_rate=3e-3, projection_rate=3e-3, workers=0), **changes
    )


def world(table, split="train"):
    return rows_of(read_rows(table), list(WORLD), split)


def leash_after(steps, happen):
    """A leash that adds nothing for some steps, then does what `happen` does."""
    count = iter(range(10_000))
    return lambda batch, photo, text: happen(photo) if next(count) >= steps else photo.sum() * 0
