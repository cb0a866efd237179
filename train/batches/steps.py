"""The batches of a run, step by step, from any step on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import torch
from torch import Tensor
from torch.utils.data import DataLoader

from crossclip.streams.loader import each
from train.batches.batch import Batch
from train.batches.crops import Crops
from train.batches.draws import Part, step_generator
from train.batches.photos import PhotoFeatures, PhotoSet
from train.batches.sampler import StepSampler
from train.batches.settings import BatchSettings
from train.batches.sightings import SightingDrawer
from train.batches.workers import leave_signals, worker_count
from train.tables.rows import Rows

COLOURS = 2
"""A stream of its own, beside those of photos (0) and of sightings (1)."""
BatchStream = Callable[[int, Part], Iterator[Batch]]
"""What `train.engine.loop.train` asks for: the batches of one process, from any step on."""


def photo_loader(
    rows: Rows,
    photos: PhotoSet,
    settings: BatchSettings,
    seed: int,
    start: int,
    steps: int,
    workers: int,
    part: Part = Part(),
) -> DataLoader[tuple[int, Tensor]]:
    """(rows (B,), photos (B, ...)) of this process for each step from `start` on."""
    sampler = StepSampler(rows, settings, seed, start, steps, part)
    if isinstance(photos, PhotoFeatures):  # which are there already
        workers = max(workers, 0)
    workers = worker_count(workers, len(sampler) * settings.photos)
    return DataLoader(
        photos,
        batch_sampler=sampler,
        num_workers=workers,
        persistent_workers=workers > 0,
        worker_init_fn=leave_signals,
        pin_memory=torch.cuda.is_available(),
    )


def step_batches(
    rows: Rows, photos: PhotoSet, settings: BatchSettings, seed: int, steps: int, workers: int
) -> BatchStream:
    """Batches of photos, and of what is drawn beside them."""
    drawer = SightingDrawer(rows, settings, seed)

    def batches(start: int, part: Part = Part()) -> Iterator[Batch]:
        whole = StepSampler(rows, settings, seed, start, steps)
        loader = photo_loader(rows, photos, settings, seed, start, steps, workers, part)
        for step, (drawn, (_, pixels)) in enumerate(zip(whole, each(loader), strict=True), start=start):
            batch = drawer.batch(step, torch.tensor([row for row, _ in drawn]), pixels, part)
            if isinstance(photos, Crops):
                colours = torch.rand(len(drawn), 3, generator=step_generator(seed + COLOURS, step))
                batch = replace(batch, drawn=part.of(colours), finish=photos.finish)
            yield batch

    return batches


def sighting_batches(rows: Rows, settings: BatchSettings, seed: int, steps: int) -> BatchStream:
    """Batches without photos, for what learns from places and dates alone."""
    drawer = SightingDrawer(rows, settings, seed)
    nobody = torch.empty(0, dtype=torch.long)

    def batches(start: int, part: Part = Part()) -> Iterator[Batch]:
        for step in range(start, steps):
            yield drawer.batch(step, nobody, torch.empty(0), part)

    return batches
