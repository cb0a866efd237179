"""One temperature for each kind of answer (Guo et al. 2017), fitted on validation data."""

from __future__ import annotations

import dataclasses
import math

from torch import Tensor
from torch.nn.functional import cross_entropy

from crossclip.model import CrossClip


def fitted_temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature by which logits (N, classes) are to be divided for the least cross-entropy."""
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        return cross_entropy(logits / math.exp(log_temperature), labels).item()

    return math.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x)


def calibrate(model: CrossClip, logits: dict[str, tuple[Tensor, Tensor]]) -> None:
    """Keep a temperature for each kind of input in the model's configuration.

    Args:
        logits: for "photo", "meta" and "photo+meta", the logits (N, classes) and labels (N,) of
            validation rows.
    """
    fitted = {known: fitted_temperature(*pair) for known, pair in logits.items()}
    model.config = dataclasses.replace(model.config, calibration=fitted)
