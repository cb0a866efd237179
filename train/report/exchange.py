"""Where a lead comes from: branches exchanged between systems, and chance in training averaged out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import torch

from train.probabilities import log_probability, plain_product, top_k_accuracy
from train.report.answers import Answers
from train.report.spread import spread

PHOTO, PLACE = "photo", "place+date"


def exchanged(trials: Mapping[str, Sequence[Answers]]) -> list[dict[str, Any]]:
    """Top-1 of the plain product of each system's photo branch and each one's place branch.

    Args:
        trials: answers to the same rows by system, one a seed; a seed of one goes with that of the other.

    Returns:
        `photo` and `place`, the systems whose branches were taken, and the spread of `top1` over seeds.
    """
    return [
        {
            "photo": one,
            "place": other,
            "top1": spread(
                [
                    top_k_accuracy(plain_product(first.probability[PHOTO], second.probability[PLACE]), first.labels)
                    for first, second in zip(trials[one], trials[other], strict=False)
                ]
            ),
        }
        for one, other in product(trials, repeat=2)
    ]


def together(seeds: Sequence[Answers], branch: str) -> float:
    """Top-1 of a system's seeds answering as one, with the geometric mean of their probabilities (an ensemble
    as in Lakshminarayanan et al. 2017): what it reaches without chance in training, for as many networks."""
    logs = torch.stack([log_probability(one.probability[branch]) for one in seeds])
    return top_k_accuracy(logs.mean(dim=0), seeds[0].labels)
