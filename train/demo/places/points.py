"""Records as points: what was seen at one place at one time, all at once.

Most records stand on checklists of many species: as one point with a soft target they teach the same and cost a sixth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from crossclip.sighting import sighting_tensor
from train.batches.draws import step_generator
from train.tables.rows import read_sightings

JITTER = 0.15  # degrees, of the places of a batch: records are rounded, and a place is more than a point


@dataclass(frozen=True)
class Points:
    """Places and times with what was found there.

    Attributes:
        sightings: (P, 3) as `sighting_tensor` makes them.
        targets: (P, C), what was found, as a distribution over C species; rows sum to 1.
        weights: (P,) how often a point is drawn.
        present: (P, C) 1 where a species was found, for points that also know what was absent; else None.
    """

    sightings: Tensor
    targets: Tensor
    weights: Tensor
    present: Tensor | None = None

    def draw(self, count: int, seed: int, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """Sightings (count, 3) with their places moved a little, targets and presences (count, C)."""
        generator = step_generator(seed, step)
        chosen = torch.multinomial(self.weights, count, replacement=True, generator=generator)
        sightings = self.sightings[chosen].clone()
        sightings[:, :2] += JITTER * torch.randn(count, 2, generator=generator)
        sightings[:, 0] = (sightings[:, 0] + 180) % 360 - 180
        sightings[:, 1].clamp_(-90, 90)
        present = torch.empty(0) if self.present is None else self.present[chosen]
        return sightings, self.targets[chosen], present


def points_of_records(table: pd.DataFrame, names: list[str], evenness: float = 0.0, months: int = 0) -> Points:
    """Points of records of species, one a row.

    Args:
        table: `species, longitude, latitude, date`.
        names: of the C species; others are left out.
        evenness: a record of a species with n of them weighs n ** -evenness.
        months: merge what was seen at a place within so many months; 0 merges a day.
    """
    table = table[table.species.isin(names)]
    labels = table.species.map({name: i for i, name in enumerate(names)}).to_numpy()
    weight = np.maximum(np.bincount(labels, minlength=len(names)), 5.0) ** -evenness
    when = pd.to_datetime(table.date).dt.month // months if months else table.date
    keys = [table.longitude, table.latitude, when.astype("string").fillna("")]
    group = table.groupby(keys, sort=False)
    number = group.ngroup().to_numpy()
    first = table.iloc[np.unique(number, return_index=True)[1]].assign(photo="").astype({"date": object})
    targets = np.zeros((number.max() + 1, len(names)), np.float32)
    np.add.at(targets, (number, labels), weight[labels])
    total = torch.from_numpy(targets.sum(axis=1))
    sightings = sighting_tensor(read_sightings(first.fillna({"date": ""})))
    return Points(sightings, torch.from_numpy(targets) / total[:, None], total.double())


def points_of_runs(runs: pd.DataFrame, counts: np.ndarray) -> Points:
    """Points of survey runs, which know what was absent.

    What was found weighs by the logarithm of its number over the root of how often it is found at all: what every
    route has says little of the place.

    Args:
        runs: `longitude, latitude, date`.
        counts: (runs, C) of the covered species.
    """
    present = (counts > 0).astype(np.float32)
    targets = np.log1p(counts) / np.sqrt(np.maximum(present.mean(axis=0), 1e-3))
    found = present.any(axis=1)
    targets = targets[found] / targets[found].sum(axis=1, keepdims=True)
    sightings = sighting_tensor(read_sightings(runs[found].assign(photo="")))
    return Points(
        sightings,
        torch.from_numpy(targets.astype(np.float32)),
        torch.ones(len(sightings), dtype=torch.double),
        torch.from_numpy(present[found]),
    )
