"""Which photo rows each step takes: classes first, then photos of each, so that positives meet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import torch
from torch import Tensor
from torch.utils.data import Sampler

from train.batches.draws import Part, draw, step_generator
from train.batches.settings import BatchSettings
from train.tables.rows import Rows


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
