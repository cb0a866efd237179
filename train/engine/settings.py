"""How a stage runs: its steps, rates over time, validation and checkpoints."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossclip.errors import CrossClipError
from train.engine.trackers import check_trackers
from train.identity import FREE

SCHEDULES = ("cosine", "plateau", "constant")
PRECISIONS = ("no", "bf16", "fp16")


@dataclass(frozen=True)
class LoopSettings:
    """Attributes:
    steps: optimiser steps in all; on a command line 0 for as many as the epochs make. A run may go on with more.
    warmup: steps of linear warm-up.
    schedule: after it, `cosine` to zero, `plateau` (a tenth whenever validation has not improved for
        half of `patience`), or `constant`.
    clip: largest norm of the gradient.
    accumulate: batches whose gradients are averaged for one step (each with its own contrastive loss;
        for one loss over more photos than fit, see `chunk` of pre-training).
    precision: `no`, `bf16` or `fp16`; weights stay in 32 bits.
    ema: decay of the moving average of the weights that the run ends with; 0 for none.
    checkpoint_minutes: minutes between two checkpoints, of which the last one is kept; 0 for none by time.
    checkpoint_every: steps between two checkpoints, besides; 0 for none by steps.
    validate_every: steps between two validations, whose best weights are kept; 0 for never.
    patience: validations without improvement after which the run stops; 0 for never.
    tensorboard: log for TensorBoard beside metrics.jsonl.
    trackers: that follow the run as well, by the names that Accelerate has for them, as wandb or mlflow.
    compile: run the backbones through torch.compile, which needs a C++ compiler and a minute at the start;
        what is around them is small, and changes shape with the captions of each step.
    seed: of batches, augmentation and dropout.
    """

    steps: int = field(default=0, metadata=FREE)
    warmup: int = 50
    schedule: str = "cosine"
    clip: float = 5.0
    accumulate: int = 1
    precision: str = field(default="no", metadata=FREE)
    ema: float = 0.0
    checkpoint_minutes: float = field(default=10.0, metadata=FREE)
    checkpoint_every: int = field(default=0, metadata=FREE)
    validate_every: int = 0
    patience: int = 0
    tensorboard: bool = field(default=False, metadata=FREE)
    trackers: list[str] = field(default_factory=list, metadata=FREE)
    compile: bool = field(default=False, metadata=FREE)
    seed: int = 0

    def __post_init__(self) -> None:
        for name, known in (("schedule", SCHEDULES), ("precision", PRECISIONS)):
            if getattr(self, name) not in known:
                raise CrossClipError(f"the {name} {getattr(self, name)!r} is unknown: use one of {', '.join(known)}")
        if self.accumulate < 1 or self.clip <= 0 or not 0 <= self.ema < 1:
            raise CrossClipError("accumulate must be at least 1, clip above 0, and ema from 0 to below 1")
        check_trackers(self.trackers)
        for name in ("steps", "warmup", "checkpoint_minutes", "checkpoint_every", "validate_every", "patience", "seed"):
            if getattr(self, name) < 0:
                raise CrossClipError(f"{name} is {getattr(self, name)}: it cannot be below 0")
        if (self.schedule == "plateau" or self.patience) and not (self.validate_every and self.patience):
            raise CrossClipError("the plateau schedule and early stopping need both validate_every and patience")
