"""What is measured: accuracy and its uncertainty, calibration, what place changes, and place and date alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from train.probabilities import mean_class_recall, top_k_accuracy

BINS = 15
SEX_OR_AGE = re.compile(r"\s*\([^()]*\)$")


class Reliability(NamedTuple):
    """Equal-width bins of confidence, (bins,) each; confidence and accuracy are NaN where there are no rows."""

    confidence: Tensor
    accuracy: Tensor
    rows: Tensor


def reliability(probability: Tensor, labels: Tensor, bins: int = BINS) -> Reliability:
    """Mean confidence and accuracy of the first answer by how confident it is (Guo et al. 2017)."""
    confidence, guess = probability.max(dim=1)
    edges = torch.linspace(0, 1, bins + 1)[1:-1].to(confidence.dtype)
    place = torch.bucketize(confidence, edges)
    count = place.bincount(minlength=bins)
    right = place.bincount((guess == labels).double(), bins)
    return Reliability(place.bincount(confidence.double(), bins) / count, right / count, count)


def expected_calibration_error(probability: Tensor, labels: Tensor, bins: int = BINS) -> float:
    """Gap between confidence and accuracy of each bin, weighted by its share of the rows (Guo et al. 2017)."""
    confidence, accuracy, count = reliability(probability, labels, bins)
    return (count * (confidence - accuracy).abs()).nansum().item() / len(labels)


def classification(probability: Tensor, labels: Tensor) -> dict[str, float]:
    return {
        "top1": top_k_accuracy(probability, labels),
        "top5": top_k_accuracy(probability, labels, 5),
        "class_recall": mean_class_recall(probability, labels),
        "ece": expected_calibration_error(probability, labels),
    }


def species_of(category: str) -> str:
    """A visual category's species: "Northern Cardinal (Adult Male)" is a Northern Cardinal."""
    return SEX_OR_AGE.sub("", category)


def at_species_level(
    probability: Tensor, labels: Tensor, categories: Sequence[str]
) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    """Merge the categories of a species: their probabilities add up.

    Returns:
        probability (N, S), labels (N,) and the S names in the order of their first category.
    """
    names = tuple(dict.fromkeys(map(species_of, categories)))
    merged = torch.tensor([names.index(species_of(category)) for category in categories])
    summed = probability.new_zeros(len(probability), len(names)).index_add_(1, merged, probability)
    return summed, merged[labels], names


class Pair(NamedTuple):
    """Two classes, and how many of their rows place took from the wrong one to the right one, and back."""

    first: int
    second: int
    gained: int
    lost: int


def pairs_told_apart(photo: Tensor, together: Tensor, labels: Tensor) -> list[Pair]:
    """Pairs of classes between which place changes the answer, most rows gained first.

    A row of either class is gained where the photo alone takes it for the other and photo with place
    and date (`together`) is right, and lost where it is the other way round.
    """
    before, after = photo.argmax(dim=1), together.argmax(dim=1)

    def count(wrong: Tensor, right: Tensor) -> Counter[tuple[int, int]]:
        changed = (wrong != labels) & (right == labels)
        return Counter(tuple(sorted(pair)) for pair in torch.stack([labels, wrong], dim=1)[changed].tolist())

    gained, lost = count(before, after), count(after, before)
    pairs = [Pair(*pair, gained[pair], lost[pair]) for pair in gained | lost]
    return sorted(pairs, key=lambda pair: (-pair.gained, pair.lost, pair.first, pair.second))


def prior(probability: Tensor, labels: Tensor) -> dict[str, float]:
    """Place and date alone, over records and averaged over species."""
    return {
        "prior_top10": top_k_accuracy(probability, labels, 10),
        "prior_top10_by_species": mean_class_recall(probability, labels, 10),
    }


def checklist(probability: Tensor, labels: Tensor, sightings: Tensor) -> dict[str, float]:
    """How high the prior ranks the species that were recorded in each one-degree cell.

    The prior of a cell is the mean over the places and dates of its records. For each species with
    records, its rank percentile is the share of species that rank below it: among all species, and
    among those without records there (two recorded species cannot both be first). Both are averaged
    over the species of a cell, then over cells.
    """
    cells = torch.floor(sightings[:, :2] + 1e-6)
    names, cell_of = cells.unique(dim=0, return_inverse=True)
    among_all, among_absent = [], []
    for cell in range(len(names)):
        inside = cell_of == cell
        mean, present = probability[inside].mean(dim=0), labels[inside].unique()
        below = mean[None, :] < mean[present][:, None]
        absent = torch.ones(probability.shape[1], dtype=torch.bool)
        absent[present] = False
        among_all.append(below.double().mean())
        among_absent.append(below[:, absent].double().mean())
    return {
        "checklist_percentile": torch.stack(among_all).mean().item(),
        "checklist_percentile_absent": torch.stack(among_absent).mean().item(),
        "checklist_cells": len(names),
    }
