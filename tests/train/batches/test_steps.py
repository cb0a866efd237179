"""The batches of a run."""

import dataclasses

import torch

from tests.conftest import WORLD
from tests.train.engine import engine_runs
from tests.train.engine.engine_runs import BATCH
from train.batches.draws import Part
from train.batches.photos import Photos, training_transform
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.tables.rows import read_rows, rows_of


def test_the_parts_of_all_processes_make_up_the_batch_of_one(table):
    rows = rows_of(read_rows(table), sorted(WORLD), "train")
    photos = Photos(rows, lambda picture: torch.zeros(3, 8, 8) + torch.rand(1))
    batches = step_batches(rows, photos, dataclasses.replace(BATCH, pair_sightings=True, views=2), 5, 3, workers=0)
    for whole, *parts in zip(batches(0), batches(0, Part(0, 2)), batches(0, Part(1, 2)), strict=True):
        for field in dataclasses.fields(whole):
            if field.name in ("seed", "finish"):
                continue
            mixed = torch.stack([getattr(part, field.name) for part in parts], dim=1).flatten(0, 1)
            assert torch.equal(mixed.nan_to_num(-99), getattr(whole, field.name).nan_to_num(-99)), field.name
        assert {int(part.seed) for part in parts} == {int(whole.seed)}


def test_views_are_the_same_photos_differently_augmented(table, still_folder):
    model, rows = engine_runs.opened(table, still_folder)
    photos = Photos(rows, training_transform(model.config))
    settings = BatchSettings(classes=2, photos_per_class=2, views=3)
    batch = next(step_batches(rows, photos, settings, 0, 1, workers=0)(0))
    again = next(step_batches(rows, photos, settings, 0, 1, workers=0)(0))
    other = next(step_batches(rows, photos, settings, 1, 1, workers=0)(0))
    assert batch.photos.shape == (12, 3, 32, 32)
    assert batch.labels.tolist() == [label for label in batch.labels[::3].tolist() for _ in range(3)]
    assert len(batch.photos.flatten(1).unique(dim=0)) == 12
    assert torch.equal(batch.photos, again.photos)
    assert not torch.equal(batch.photos, other.photos)
