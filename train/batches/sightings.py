"""Places and dates of a step: those of its photo rows, some of them hidden, and rows without photo beside them."""

from __future__ import annotations

import torch
from torch import Tensor

from train.batches.batch import Batch
from train.batches.draws import Part, draw, step_generator
from train.batches.settings import BatchSettings
from train.tables.rows import Rows


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
