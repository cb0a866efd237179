"""One temperature for each kind of answer (Guo et al. 2017), fitted on validation data."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

from torch import Tensor
from torch.nn.functional import cross_entropy

from crossclip.model import CrossClip
from crossclip.predict import Predictor
from train.answering.branches import branches_of, prior_of
from train.probabilities import log_probability
from train.tables.rows import Rows

BRANCHES = {"photo": "photo", "photo+meta": "photo+place+date", "meta": "place+date"}
"""By kind of input, the branch whose answers its temperature is fitted on."""
Logits = dict[str, tuple[Tensor, Tensor]]
"""By kind of input, log-probabilities (N, classes) and labels (N,) of validation rows."""


def fitted_temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature by which logits (N, classes) are to be divided for the least cross-entropy."""
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        return cross_entropy(logits / math.exp(log_temperature), labels).item()

    return math.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x)


def calibrate(model: CrossClip, logits: Logits, besides: bool = False) -> None:
    """Keep a temperature for each kind of input in the model's configuration.

    Args:
        logits: as `validation_logits` gives them.
        besides: keep the temperatures of other kinds of input.
    """
    fitted = {known: fitted_temperature(*pair) for known, pair in logits.items()}
    kept = model.config.calibration if besides else {}
    model.config = dataclasses.replace(model.config, calibration={**kept, **fitted})


def branch_logits(probability: Mapping[str, Tensor], labels: Tensor) -> Logits:
    """Answers by branch, of rows that have a photo, as `calibrate` takes them."""
    return {known: (log_probability(probability[branch]), labels) for known, branch in BRANCHES.items()}


def validation_logits(model: CrossClip, rows: Rows) -> Logits:
    """What a model would answer uncalibrated; place and date alone are judged by the rows without photo, if any."""
    calibrated = model.config
    model.config = dataclasses.replace(calibrated, calibration={})
    predictor = Predictor(model, model.log_scale.device)
    shown, alone = rows.with_photos(), rows.places_alone()
    answers = branch_logits(branches_of(predictor, shown), shown.labels) if len(shown) else {}
    if len(alone):
        answers["meta"] = log_probability(prior_of(predictor, alone)), alone.labels
    model.config = calibrated
    return answers
