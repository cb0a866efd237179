"""How a stage runs: its steps, rates over time, validation and checkpoints."""

from __future__ import annotations

from dataclasses import dataclass

from crossclip.errors import CrossClipError

SCHEDULES = ("cosine", "plateau", "constant")
PRECISIONS = ("no", "bf16", "fp16")


@dataclass(frozen=True)
class LoopSettings:
    """Attributes:
    steps: optimiser steps in all; on a command line 0 for as many as the epochs make.
    warmup: steps of linear warm-up.
    schedule: after it, `cosine` to zero, `plateau` (a tenth whenever validation has not improved for
        half of `patience`), or `constant`.
    clip: largest norm of the gradient.
    accumulate: batches whose gradients are averaged for one step (each with its own contrastive loss;
        for one loss over more photos than fit, see `chunk` of pre-training).
    precision: `no`, `bf16` or `fp16`; weights stay in 32 bits.
    ema: decay of the moving average of the weights that the run ends with; 0 for none.
    checkpoint_every, validate_every: steps; 0 for never. The best weights on validation are kept.
    patience: validations without improvement after which the run stops; 0 for never.
    tensorboard: log for TensorBoard beside metrics.jsonl.
    compile: run the backbones through torch.compile, which needs a C++ compiler and a minute at the start;
        what is around them is small, and changes shape with the captions of each step.
    seed: of batches, augmentation and dropout.
    """

    steps: int = 0
    warmup: int = 50
    schedule: str = "cosine"
    clip: float = 5.0
    accumulate: int = 1
    precision: str = "no"
    ema: float = 0.0
    checkpoint_every: int = 100
    validate_every: int = 0
    patience: int = 0
    tensorboard: bool = False
    compile: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        for name, known in (("schedule", SCHEDULES), ("precision", PRECISIONS)):
            if getattr(self, name) not in known:
                raise CrossClipError(f"the {name} {getattr(self, name)!r} is unknown: use one of {', '.join(known)}")
        if self.accumulate < 1 or self.clip <= 0 or not 0 <= self.ema < 1:
            raise CrossClipError("accumulate must be at least 1, clip above 0, and ema from 0 to below 1")
        for name in ("steps", "warmup", "checkpoint_every", "validate_every", "patience", "seed"):
            if getattr(self, name) < 0:
                raise CrossClipError(f"{name} is {getattr(self, name)}: it cannot be below 0")
        if (self.schedule == "plateau" or self.patience) and not (self.validate_every and self.patience):
            raise CrossClipError("the plateau schedule and early stopping need both validate_every and patience")
