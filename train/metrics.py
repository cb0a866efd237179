"""What is measured: accuracy, calibration, and how well place and date alone foretell species."""

from __future__ import annotations

import torch
from torch import Tensor

BINS = 15


def top_k_accuracy(probability: Tensor, labels: Tensor, k: int = 1) -> float:
    k = min(k, probability.shape[1])
    return (probability.topk(k, dim=1).indices == labels[:, None]).any(dim=1).double().mean().item()


def mean_class_recall(probability: Tensor, labels: Tensor, k: int = 1) -> float:
    """Top-k accuracy of each class that occurs, averaged over classes."""
    k = min(k, probability.shape[1])
    hit = (probability.topk(k, dim=1).indices == labels[:, None]).any(dim=1)
    return torch.stack([hit[labels == label].double().mean() for label in labels.unique()]).mean().item()


def expected_calibration_error(probability: Tensor, labels: Tensor, bins: int = BINS) -> float:
    """Gap between confidence and accuracy over equal-width bins of confidence, weighted by their
    share of the rows (Guo et al. 2017)."""
    confidence, guess = probability.max(dim=1)
    edges = torch.linspace(0, 1, bins + 1)[1:-1].to(confidence.dtype)
    place = torch.bucketize(confidence, edges)
    gap = torch.zeros(bins, dtype=torch.float64).index_add_(0, place, confidence.double() - (guess == labels).double())
    return (gap.abs().sum() / len(labels)).item()


def classification(probability: Tensor, labels: Tensor) -> dict[str, float]:
    return {
        "top1": top_k_accuracy(probability, labels),
        "top5": top_k_accuracy(probability, labels, 5),
        "class_recall": mean_class_recall(probability, labels),
        "ece": expected_calibration_error(probability, labels),
    }


def plain_product(photo: Tensor, place: Tensor) -> Tensor:
    """Photo and place taken as independent: the product of both, made to sum to one (Mac Aodha et al. 2019)."""
    return (photo.clamp_min(1e-30).log() + place.clamp_min(1e-30).log()).softmax(dim=1)


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
