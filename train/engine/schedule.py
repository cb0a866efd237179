"""How the learning rates go over a run, and when validation says that it is over."""

from __future__ import annotations

import math

from train.engine.checkpoint import Progress
from train.engine.settings import LoopSettings


def rate_factor(progress: Progress, settings: LoopSettings) -> float:
    """What the learning rates are multiplied by in the step to come."""
    warm = min(1.0, (progress.step + 1) / max(1, settings.warmup))
    if settings.schedule == "cosine":
        warm *= 0.5 * (1 + math.cos(math.pi * progress.step / settings.steps))
    return warm * progress.factor


def judge(figure: float, progress: Progress, settings: LoopSettings) -> None:
    """Note a validation figure: whether it is the best so far, and what the plateau schedule makes of it."""
    if figure > progress.best:
        progress.best, progress.best_step = figure, progress.step
    stale = (progress.step - progress.best_step) // settings.validate_every
    if settings.schedule == "plateau" and stale and stale % max(1, settings.patience // 2) == 0:
        progress.factor /= 10


def over(progress: Progress, settings: LoopSettings) -> bool:
    """Whether all steps are taken, or validation has not improved for too long."""
    stale = progress.step - progress.best_step
    return progress.step >= settings.steps or 0 < settings.patience * settings.validate_every <= stale
