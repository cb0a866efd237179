"""Which rows each step takes: classes first, then photos of each, so that positives meet.

Every step draws from its own generator, seeded by (seed, step): a resumed run sees the very batches
that an uninterrupted one would have seen, and no random state has to be saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor
from torch.utils.data import Sampler

from crossclip.errors import CrossClipError
from train.rows import Rows


@dataclass(frozen=True)
class BatchSettings:
    """What one step draws, over all processes together.

    Attributes:
        classes, photos_per_class: P and K of the P x K photo sampler (the paper: 32 photos).
        class_balance: 1 draws all classes alike, 0 as often as they have photos.
        shuffled: no P x K; each pass draws every photo once, in random order, P times K a step.
        views: how many augmented views of each photo stand in the batch.
        sightings: rows without photo drawn beside them.
        balance: 0 draws those rows as often as they occur, 1 draws every class equally often.
        unknown_place, unknown_date: chance that a row's place or date is hidden, independently.
        pair_sightings: give a photo row without place and date those of a random row of its class
            (simulated, as in Mac Aodha et al. 2019).
    """

    classes: int = 16
    photos_per_class: int = 2
    class_balance: float = 1.0
    shuffled: bool = False
    views: int = 1
    sightings: int = 0
    balance: float = 0.0
    unknown_place: float = 0.1
    unknown_date: float = 0.1
    pair_sightings: bool = False

    def __post_init__(self) -> None:
        for name in ("classes", "photos_per_class", "views"):
            if getattr(self, name) < 1:
                raise CrossClipError(f"{name} is {getattr(self, name)}: it must be at least 1")
        for name in ("class_balance", "balance", "unknown_place", "unknown_date"):
            if not 0 <= getattr(self, name) <= 1:
                raise CrossClipError(f"{name} is {getattr(self, name)}: it must be from 0 to 1")
        if self.sightings < 0:
            raise CrossClipError(f"sightings is {self.sightings}: it cannot be below 0")

    @property
    def photos(self) -> int:
        """Distinct photos of a step."""
        return self.classes * self.photos_per_class


@dataclass(frozen=True)
class Part:
    """Which of several processes this is: each takes every `count`-th row of a step."""

    index: int = 0
    count: int = 1

    def of(self, rows):
        """Its share of the rows of a step.

        Raises:
            CrossClipError: if they cannot be shared evenly, as gathering embeddings needs.
        """
        if len(rows) % self.count:
            raise CrossClipError(
                f"{len(rows)} rows a step cannot be shared evenly by {self.count} processes: make "
                "classes x photos_per_class x views, and sightings, multiples of their number"
            )
        return rows[self.index :: self.count]


def step_generator(seed: int, step: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed * 1_000_003 + step)


class StepSampler(Sampler):
    """Which rows each step from `start` on uses: lists of (row, seed of the row's augmentation)."""

    def __init__(
        self, rows: Rows, settings: BatchSettings, seed: int, start: int, steps: int, part: Part = Part()
    ) -> None:
        self.settings, self.seed, self.span, self.part = settings, seed, range(start, steps), part
        self.photo_rows = rows.has_photo.nonzero()[:, 0]
        labels = rows.labels[self.photo_rows]
        self.by_class = [self.photo_rows[labels == label] for label in labels.unique()]
        count = torch.tensor([len(pool) for pool in self.by_class], dtype=torch.double)
        self.weights = count.pow(1 - settings.class_balance)

    def __len__(self) -> int:
        return len(self.span)

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        for step in self.span:
            rows = [row for row in self.rows(step) for _ in range(self.settings.views)]
            first = (self.seed * 1_000_003 + step) * 4096
            yield self.part.of([(row, first + place) for place, row in enumerate(rows)])

    def rows(self, step: int) -> list[int]:
        """The distinct rows of a step, over all processes."""
        if self.settings.shuffled:
            wanted = range(step * self.settings.photos, (step + 1) * self.settings.photos)
            return [int(self._pass(i // len(self.photo_rows))[i % len(self.photo_rows)]) for i in wanted]
        generator = step_generator(self.seed, step)
        classes = torch.multinomial(self.weights, min(self.settings.classes, len(self.by_class)), generator=generator)
        drawn = (draw(self.by_class[label], self.settings.photos_per_class, generator) for label in classes)
        return torch.cat(list(drawn)).tolist()

    @lru_cache(maxsize=2)  # noqa: B019 (lives as long as the run)
    def _pass(self, number: int) -> Tensor:
        order = torch.randperm(len(self.photo_rows), generator=step_generator(self.seed, number))
        return self.photo_rows[order]


def draw(pool: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """`count` of the pool without repeats as far as it reaches."""
    if count <= len(pool):
        return pool[torch.randperm(len(pool), generator=generator)[:count]]
    return pool[torch.randint(len(pool), (count,), generator=generator)]
