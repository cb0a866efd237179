"""What a process takes of a step."""

import dataclasses

import pytest
import torch

from crossclip.errors import CrossClipError
from tests.conftest import WORLD
from tests.train.engine.engine_runs import BATCH
from train.batches.draws import Part
from train.batches.photos import Photos
from train.batches.steps import step_batches
from train.tables.rows import read_rows, rows_of


@pytest.mark.parametrize("changes", [{"photos_per_class": 1}, {"sightings": 7}])
def test_rows_that_processes_cannot_share_evenly_are_refused(table, changes):
    rows = rows_of(read_rows(table), sorted(WORLD), "train")
    photos = Photos(rows, lambda picture: torch.zeros(3, 8, 8))
    settings = dataclasses.replace(BATCH, **changes)
    with pytest.raises(CrossClipError, match=r"cannot be shared evenly by 2 processes: make"):
        next(step_batches(rows, photos, settings, 0, 1, workers=0)(0, Part(1, 2)))
