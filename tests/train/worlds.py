"""What tests of training on the little world share."""

import dataclasses

from crossclip.model import CrossClipConfig
from tests.conftest import WORLD
from train.batches.settings import BatchSettings
from train.settings import PretrainSettings
from train.systems.experiment import Experiment
from train.systems.settings import ExperimentSettings
from train.tables.rows import read_rows, rows_of

TWINS = [0, 1]


WORLD_BATCH = BatchSettings(classes=4, photos_per_class=4, unknown_place=0.2, unknown_date=0.2)


def small_config(species, **changes) -> CrossClipConfig:
    """The shape of a model that trains in seconds."""
    small = {
        "photo_encoder": "shufflenet_v2_x0_5",
        "photo_resize": 32,
        "photo_size": 32,
        "place_encoding": "sphere",
        "meta_width": 16,
        "meta_depth": 1,
        "meta_dropout": 0.0,
        "embedding_dim": 16,
        "head_width": 32,
    }
    return CrossClipConfig(**{"species": tuple(species), "scientific_names": tuple(species)} | small | changes)


def experiment(table, output, **changes) -> Experiment:
    """What the systems of a table share, on the processor."""
    return Experiment.of(ExperimentSettings(str(table), str(output), device="cpu", **changes))


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
