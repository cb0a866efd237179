"""Batches: the photos of a step, with labels, places and dates, and sightings without photo beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from crossclip.photo import read_photo
from train.engine.sampler import BatchSettings, Part, StepSampler, draw, step_generator
from train.rows import Rows


@dataclass(frozen=True)
class Batch:
    """Photo rows: `photos` (B, ...) pixels or features, `labels` (B,), `sightings` (B, 3), and
    `sighted` (B,) where those were known before any were hidden.
    Sighting rows, without photo: `other_labels` (S,), `other_sightings` (S, 3), and
    `other_photographers` (S,), -1 where unknown. `seed` () of what all processes must draw alike."""

    photos: Tensor
    labels: Tensor
    sightings: Tensor
    sighted: Tensor
    other_labels: Tensor
    other_sightings: Tensor
    other_photographers: Tensor
    seed: Tensor = field(default_factory=lambda: torch.tensor(0))

    def to(self, device: torch.device) -> Batch:
        moved = [getattr(self, field.name).to(device, non_blocking=True) for field in fields(self)]
        if moved[0].ndim == 4:
            moved[0] = moved[0].contiguous(memory_format=torch.channels_last)
        return Batch(*moved)

    def __str__(self) -> str:
        """What the batch held, for the error of a loss that is no number."""
        labels = ", ".join(map(str, self.labels.unique().tolist()[:8]))
        broken = int((~self.photos.flatten(1).isfinite()).any(dim=1).sum()) if len(self.photos) else 0
        return (
            f"{len(self.labels)} photos ({broken} with pixels that are no numbers) of classes {labels}..., "
            f"{int(self.sighted.sum())} of them with place or date, "
            f"and {len(self.other_labels)} sightings without photo"
        )


class Photos(Dataset):
    """Pixels of rows, each augmented by its own seed."""

    def __init__(self, rows: Rows, transform) -> None:
        self.rows, self.transform = rows, transform

    def __getitem__(self, item: tuple[int, int]) -> tuple[int, Tensor]:
        row, seed = item
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return row, self.transform(read_photo(self.rows.photos[row]))


class PhotoFeatures(Dataset):
    """What a locked photo encoder, or its locked first blocks, made of augmented photos, computed once,
    (views, photo rows, ...); a random view a time."""

    def __init__(self, rows: Rows, features: Tensor) -> None:
        self.position, self.features = rows.has_photo.cumsum(0) - 1, features

    def __getitem__(self, item: tuple[int, int]) -> tuple[int, Tensor]:
        row, seed = item
        return row, self.features[seed % len(self.features), self.position[row]].float()


def photo_loader(
    rows: Rows,
    photos: Dataset,
    settings: BatchSettings,
    seed: int,
    start: int,
    steps: int,
    workers: int,
    part: Part = Part(),
) -> DataLoader:
    """(rows (B,), photos (B, ...)) of this process for each step from `start` on."""
    sampler = StepSampler(rows, settings, seed, start, steps, part)
    return DataLoader(
        photos,
        batch_sampler=sampler,
        num_workers=workers,
        persistent_workers=workers > 0,
        pin_memory=torch.cuda.is_available(),
    )


class SightingDrawer:
    """Completes a step's photo rows with places and dates, and draws the rows without photo."""

    def __init__(self, rows: Rows, settings: BatchSettings, seed: int) -> None:
        self.rows, self.settings, self.seed = rows, settings, seed
        self.sighted = (~rows.has_photo & rows.has_sighting).nonzero()[:, 0]
        labels = rows.labels[self.sighted]
        count = torch.bincount(labels, minlength=rows.classes).clamp(min=1)
        self.weights = count[labels].double().pow(-settings.balance)
        self.by_class = [self.sighted[labels == label] for label in range(rows.classes)]

    def batch(self, step: int, chosen: Tensor, photos: Tensor, part: Part = Part()) -> Batch:
        """The part of the step's batch that a process takes: `chosen` are the rows of all, `photos` its own.

        Everything is drawn for all processes before it is parted, so that the parts make up the batch
        that one process alone would have had.
        """
        # Its own stream: the photo sampler has used the step's first one, in another process maybe.
        generator = step_generator(self.seed + 1, step)
        sightings = self.rows.sightings[chosen].clone()
        if self.settings.pair_sightings:
            for i in (~self.rows.has_sighting[chosen]).nonzero()[:, 0]:
                pool = self.by_class[self.rows.labels[chosen[i]]]
                if len(pool):
                    sightings[i] = self.rows.sightings[draw(pool, 1, generator)[0]]
        others = self.sighted[:0]
        if self.settings.sightings and len(self.sighted):
            drawn = torch.multinomial(self.weights, self.settings.sightings, replacement=True, generator=generator)
            others = self.sighted[drawn]
        return Batch(
            photos=photos,
            labels=part.of(self.rows.labels[chosen]),
            sightings=part.of(self._hide(sightings, generator)),
            sighted=part.of(~sightings.isnan().all(dim=1)),
            other_labels=part.of(self.rows.labels[others]),
            other_sightings=part.of(self._hide(self.rows.sightings[others], generator)),
            other_photographers=part.of(self.rows.photographers[others]),
            seed=torch.tensor(generator.initial_seed()),
        )

    def _hide(self, sightings: Tensor, generator: torch.Generator) -> Tensor:
        sightings = sightings.clone()
        chance = torch.rand(len(sightings), 2, generator=generator)
        sightings[chance[:, 0] < self.settings.unknown_place, :2] = torch.nan
        sightings[chance[:, 1] < self.settings.unknown_date, 2] = torch.nan
        return sightings


def step_batches(
    rows: Rows, photos: Dataset, settings: BatchSettings, seed: int, steps: int, workers: int
) -> Callable[[int, Part], Iterator[Batch]]:
    """What `train.engine.loop.train` asks for: the batches of one process, from any step on."""
    drawer = SightingDrawer(rows, settings, seed)

    def batches(start: int, part: Part = Part()) -> Iterator[Batch]:
        whole = StepSampler(rows, settings, seed, start, steps)
        loader = photo_loader(rows, photos, settings, seed, start, steps, workers, part)
        for step, (drawn, (_, pixels)) in enumerate(zip(whole, loader, strict=True), start=start):
            yield drawer.batch(step, torch.tensor([row for row, _ in drawn]), pixels, part)

    return batches


def sighting_batches(
    rows: Rows, settings: BatchSettings, seed: int, steps: int
) -> Callable[[int, Part], Iterator[Batch]]:
    """Batches without photos, for what learns from places and dates alone."""
    drawer = SightingDrawer(rows, settings, seed)
    nobody = torch.empty(0, dtype=torch.long)

    def batches(start: int, part: Part = Part()) -> Iterator[Batch]:
        for step in range(start, steps):
            yield drawer.batch(step, nobody, torch.empty(0), part)

    return batches
