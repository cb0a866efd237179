"""Runs of the engine that tests start in processes of their own: under torchrun, or to be killed.

torchrun --standalone --nproc_per_node 2 tests/train/engine/engine_runs.py TABLE MODEL OUTPUT
"""

import dataclasses
import multiprocessing
import sys
from pathlib import Path

import torch
from torch.optim import SGD

from crossclip.model import CrossClip
from train.batches.photos import Photos, training_transform
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.command.processes import is_first
from train.engine.checkpoint import store_weights
from train.engine.loop import train
from train.engine.settings import LoopSettings
from train.finetune import Finetuning
from train.pretrain import Pretraining, pretrain
from train.settings import FinetuneSettings, PretrainSettings
from train.tables.rows import read_rows, rows_of

BATCH = BatchSettings(classes=3, photos_per_class=2, sightings=8, unknown_place=0.2, unknown_date=0.2)
TEMPLATES = ["This is a photograph of {name}", "{name}"]
RICH = LoopSettings(steps=12, warmup=3, accumulate=2, ema=0.5, checkpoint_every=1, validate_every=2)


def opened(table, model):
    """A model with its text encoder, and the training rows of its species."""
    model = CrossClip.from_pretrained(model)
    return model, rows_of(read_rows(table), model.config.species, "train")


def descend(table, model, output, chunk=0):
    """Some steps of both stages by plain gradient descent, in which a gradient's size shows as well."""
    model, rows = opened(table, model)
    loop = LoopSettings(steps=3, warmup=0, schedule="constant", clip=1e9)
    photos = Photos(rows, training_transform(model.config))
    pretraining = PretrainSettings(templates=TEMPLATES, chunk=chunk)
    stages = {
        "pretrain": (Pretraining(model, rows.photo_classes, pretraining), BATCH),
        # Without rows that have no photo, place learns from the photo rows with a place: not as many in each process.
        "finetune": (Finetuning(model, rows, FinetuneSettings()), dataclasses.replace(BATCH, sightings=0)),
    }
    for name, (objective, batch) in stages.items():
        torch.manual_seed(0)
        batches = step_batches(rows, photos, batch, loop.seed, loop.steps, workers=0)
        train(name, objective.train(), SGD(model.parameters(), lr=0.05), batches, loop, Path(output))
        if is_first():
            store_weights(Path(output) / f"{name}.safetensors", model)


def rich(table, model, output, workers=0):
    """Pre-training with all that a resumed run has to take up again."""
    torch.set_num_threads(1)
    multiprocessing.set_start_method("fork", force=True)  # workers that start at once
    model, rows = opened(table, model)
    settings = PretrainSettings(
        photo_rate=1e-3, meta_rate=1e-2, projection_rate=1e-2, templates=TEMPLATES, workers=workers
    )
    pretrain(model, rows, settings, BATCH, RICH, Path(output), validate=lambda: -model.log_scale.item())
    store_weights(Path(output) / "final.safetensors", model)


if __name__ == "__main__":
    descend(*sys.argv[1:])
