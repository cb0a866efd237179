"""Batches: classes first, then rows of each, so that positives meet; and what each row carries.

Every step draws from its own generator, seeded by (seed, step): a resumed run sees the very batches
that an uninterrupted one would have seen, and no random state has to be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from crossclip.photo import read_photo
from train.rows import Rows


@dataclass(frozen=True)
class BatchSettings:
    """What one step draws.

    Attributes:
        classes, photos_per_class: P and K of the P x K photo sampler (the paper: 32 photos).
        sightings: rows without photo drawn beside them.
        balance: 0 draws those rows as often as they occur, 1 draws every class equally often.
        unknown_place, unknown_date: chance that a row's place or date is hidden, independently.
        pair_sightings: give a photo row without place and date those of a random row of its class
            (simulated, as in Mac Aodha et al. 2019).
    """

    classes: int = 16
    photos_per_class: int = 2
    sightings: int = 0
    balance: float = 0.0
    unknown_place: float = 0.1
    unknown_date: float = 0.1
    pair_sightings: bool = False


@dataclass(frozen=True)
class Batch:
    """Photo rows: `photos` (B, ...) pixels or features, `labels` (B,), `sightings` (B, 3), and
    `sighted` (B,) where those were known before any were hidden.
    Sighting rows, without photo: `other_labels` (S,), `other_sightings` (S, 3)."""

    photos: Tensor
    labels: Tensor
    sightings: Tensor
    sighted: Tensor
    other_labels: Tensor
    other_sightings: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


def step_generator(seed: int, step: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed * 1_000_003 + step)


class StepSampler(Sampler):
    """Which rows each step from `start` on uses: lists of (row, seed of the row's augmentation)."""

    def __init__(self, rows: Rows, settings: BatchSettings, seed: int, start: int, steps: int) -> None:
        self.settings, self.seed, self.span = settings, seed, range(start, steps)
        photo_rows = rows.has_photo.nonzero()[:, 0]
        labels = rows.labels[photo_rows]
        self.by_class = [photo_rows[labels == label] for label in labels.unique()]

    def __len__(self) -> int:
        return len(self.span)

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        for step in self.span:
            generator = step_generator(self.seed, step)
            classes = torch.randperm(len(self.by_class), generator=generator)[: self.settings.classes]
            rows = [
                int(row)
                for label in classes
                for row in _draw(self.by_class[label], self.settings.photos_per_class, generator)
            ]
            yield [(row, step * 4096 + place) for place, row in enumerate(rows)]


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
    """Features of a locked photo encoder, computed once, (views, photo rows, F); a random view a time."""

    def __init__(self, rows: Rows, features: Tensor) -> None:
        self.position, self.features = rows.has_photo.cumsum(0) - 1, features

    def __getitem__(self, item: tuple[int, int]) -> tuple[int, Tensor]:
        row, seed = item
        return row, self.features[seed % len(self.features), self.position[row]]


def photo_loader(
    rows: Rows, photos: Dataset, settings: BatchSettings, seed: int, start: int, steps: int, workers: int
) -> DataLoader:
    """(rows (B,), photos (B, ...)) for each step from `start` on."""
    sampler = StepSampler(rows, settings, seed, start, steps)
    return DataLoader(photos, batch_sampler=sampler, num_workers=workers, persistent_workers=workers > 0)


class SightingDrawer:
    """Completes a step's photo rows with places and dates, and draws the rows without photo."""

    def __init__(self, rows: Rows, settings: BatchSettings, seed: int) -> None:
        self.rows, self.settings, self.seed = rows, settings, seed
        self.sighted = (~rows.has_photo & rows.has_sighting).nonzero()[:, 0]
        labels = rows.labels[self.sighted]
        count = torch.bincount(labels, minlength=rows.classes).clamp(min=1)
        self.weights = count[labels].double().pow(-settings.balance)
        self.by_class = [self.sighted[labels == label] for label in range(rows.classes)]

    def batch(self, step: int, chosen: Tensor, photos: Tensor) -> Batch:
        # Its own stream: the photo sampler has used the step's first one, in another process maybe.
        generator = step_generator(self.seed + 1, step)
        sightings = self.rows.sightings[chosen].clone()
        if self.settings.pair_sightings:
            for i in (~self.rows.has_sighting[chosen]).nonzero()[:, 0]:
                pool = self.by_class[self.rows.labels[chosen[i]]]
                if len(pool):
                    sightings[i] = self.rows.sightings[_draw(pool, 1, generator)[0]]
        others = self.sighted[:0]
        if self.settings.sightings and len(self.sighted):
            drawn = torch.multinomial(self.weights, self.settings.sightings, replacement=True, generator=generator)
            others = self.sighted[drawn]
        return Batch(
            photos=photos,
            labels=self.rows.labels[chosen],
            sightings=self._hide(sightings, generator),
            sighted=~sightings.isnan().all(dim=1),
            other_labels=self.rows.labels[others],
            other_sightings=self._hide(self.rows.sightings[others], generator),
        )

    def _hide(self, sightings: Tensor, generator: torch.Generator) -> Tensor:
        sightings = sightings.clone()
        chance = torch.rand(len(sightings), 2, generator=generator)
        sightings[chance[:, 0] < self.settings.unknown_place, :2] = torch.nan
        sightings[chance[:, 1] < self.settings.unknown_date, 2] = torch.nan
        return sightings


def step_batches(
    rows: Rows, photos: Dataset, settings: BatchSettings, seed: int, steps: int, workers: int, device: torch.device
) -> Callable[[int], Iterator[Batch]]:
    """What `train.loop.train` asks for: the batches from any step on."""
    drawer = SightingDrawer(rows, settings, seed)

    def batches(start: int) -> Iterator[Batch]:
        loader = photo_loader(rows, photos, settings, seed, start, steps, workers)
        for step, (chosen, pixels) in enumerate(loader, start=start):
            yield drawer.batch(step, chosen, pixels).to(device)

    return batches


def _draw(pool: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """`count` of the pool without repeats as far as it reaches."""
    if count <= len(pool):
        return pool[torch.randperm(len(pool), generator=generator)[:count]]
    return pool[torch.randint(len(pool), (count,), generator=generator)]
