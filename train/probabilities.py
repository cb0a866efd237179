"""What is done with probabilities (N, classes): how often they are right, their logarithm, and their product."""

from __future__ import annotations

from torch import Tensor

LEAST = 1e-30  # of what a logarithm is taken: far below any probability that matters


def hits(probability: Tensor, labels: Tensor, k: int = 1) -> Tensor:
    """(N,) float64: 1 where the right class is among the k likeliest."""
    k = min(k, probability.shape[1])
    return (probability.topk(k, dim=1).indices == labels[:, None]).any(dim=1).double()


def top_k_accuracy(probability: Tensor, labels: Tensor, k: int = 1) -> float:
    return hits(probability, labels, k).mean().item()


def class_recall(probability: Tensor, labels: Tensor, k: int = 1) -> Tensor:
    """(C,) float64: top-k accuracy of each class; NaN for a class that does not occur."""
    classes = probability.shape[1]
    return labels.bincount(hits(probability, labels, k), classes) / labels.bincount(minlength=classes)


def mean_class_recall(probability: Tensor, labels: Tensor, k: int = 1) -> float:
    """Top-k accuracy of each class that occurs, averaged over classes."""
    return class_recall(probability, labels, k).nanmean().item()


def log_probability(probability: Tensor) -> Tensor:
    """The logarithm, finite also where a probability was rounded to 0."""
    return probability.clamp_min(LEAST).log()


def plain_product(photo: Tensor, place: Tensor) -> Tensor:
    """Photo and place taken as independent: the product of both, made to sum to one (Mac Aodha et al. 2019)."""
    return (log_probability(photo) + log_probability(place)).softmax(dim=1)
