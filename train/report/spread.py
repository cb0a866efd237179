"""How sure a figure is: over the seeds of a system, and over the photos that were asked about."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor


def spread(values: Sequence[float]) -> dict[str, Any]:
    """Mean, sample standard deviation (None of a single value) and the values themselves."""
    deviation = statistics.stdev(values) if len(values) > 1 else None
    return {"mean": statistics.fmean(values), "sd": deviation, "values": list(values)}


def pooled_deviation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Sample standard deviation of one value around its own group's mean; None without any repeated value."""
    freedom = len(first) + len(second) - 2
    if not freedom:
        return None
    squares = sum((x - statistics.fmean(group)) ** 2 for group in (first, second) for x in group)
    return math.sqrt(squares / freedom)


def bootstrap_interval(
    values: Tensor, groups: Tensor, draws: int = 2000, level: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """Percentile interval of the mean of `values` over rows, were the groups other ones (Efron 1979).

    Groups are drawn, not rows: several rows may ask about one photo, and are right or wrong together.

    Args:
        values: (N,), such as `hits`, or the difference of two systems' hits.
        groups: (N,), any integer for each group.
    """
    _, group = groups.unique(return_inverse=True)
    sums, sizes = group.bincount(values.double()), group.bincount().double()
    generator = torch.Generator().manual_seed(seed)
    means = []
    for part in torch.arange(draws).split(100):  # a draw of 24,000 photos is 24,000 numbers
        drawn = torch.randint(len(sums), (len(part), len(sums)), generator=generator)
        means.append(sums[drawn].sum(dim=1) / sizes[drawn].sum(dim=1))
    tail = (1 - level) / 2
    low, high = torch.cat(means).quantile(torch.tensor([tail, 1 - tail], dtype=torch.float64)).tolist()
    return low, high
