"""What is measured of place and date: presence against true absence, a species' places against others', seasons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor

from train.probabilities import hits, mean_class_recall

SEASONS = {"winter": (12, 1, 2), "spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11)}
LEAST = 20  # rows of either kind: below, the area under a curve says little


def presence_auc(scores: Tensor, present: Tensor, least: int = LEAST) -> Tensor:
    """(C,) area under the ROC curve of each species over places where its absence is known.

    Args:
        scores, present: (places, C); NaN for species with fewer than `least` presences or absences.
    """
    found = present.bool().numpy()
    areas = np.full(found.shape[1], np.nan)
    enough = (found.sum(axis=0) >= least) & ((~found).sum(axis=0) >= least)
    for species in np.flatnonzero(enough):
        areas[species] = roc_auc_score(found[:, species], scores[:, species].numpy())
    return torch.from_numpy(areas)


def place_auc(scores: Tensor, labels: Tensor, least: int = LEAST) -> Tensor:
    """(C,) the same where only presences are known: a species' own places against those of the other species.

    Args:
        scores: (records, C); labels (records,) the species of each record.
    """
    return presence_auc(scores, torch.nn.functional.one_hot(labels, scores.shape[1]), least)


def recall_by_season(probability: Tensor, labels: Tensor, months: Sequence[int], k: int = 10) -> dict[str, float]:
    """Top-k accuracy over the records of each season; `months` (N,) are 0 where a date is unknown."""
    month = torch.as_tensor(months)
    found = hits(probability, labels, k)
    of = {name: torch.isin(month, torch.tensor(span)) for name, span in SEASONS.items()} | {"undated": month == 0}
    return {name: found[rows].mean().item() for name, rows in of.items() if rows.any()}


def recall_of(probability: Tensor, labels: Tensor, species: Sequence[int], k: int = 10) -> float:
    """Top-k recall averaged over some species; NaN if none of them occurs."""
    rows = torch.isin(labels, torch.tensor(list(species)))
    return mean_class_recall(probability[rows], labels[rows], k) if rows.any() else float("nan")


def presence_reliability(probability: Tensor, present: Tensor, bins: int = 10) -> list[dict[str, float]]:
    """How often species were found by how probable it was, in equal-width bins over all places and species.

    Args:
        probability, present: (places, C).
    """
    p, found = probability.flatten().double(), present.flatten().double()
    place = (p * bins).long().clamp(max=bins - 1)
    count = place.bincount(minlength=bins)
    return [
        {
            "said": (place.bincount(p, bins)[i] / count[i]).item(),
            "found": (place.bincount(found, bins)[i] / count[i]).item(),
            "rows": int(count[i]),
        }
        for i in range(bins)
        if count[i]
    ]


def presence_error(table: Sequence[dict[str, float]]) -> float:
    """Expected calibration error of a `presence_reliability`."""
    rows = sum(line["rows"] for line in table)
    return sum(line["rows"] * abs(line["said"] - line["found"]) for line in table) / rows
