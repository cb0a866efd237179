"""One training loop: steps, a learning-rate schedule, checkpoints that resume to the same weights."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR
from tqdm.auto import tqdm

from crossclip.errors import CrossClipError
from crossclip.files import whole_file

CHECKPOINT = "checkpoint.safetensors"


class TrainingError(CrossClipError):
    """Training that cannot go on; the message says at which step and why."""


@dataclass(frozen=True)
class LoopSettings:
    """Attributes:
    steps: optimiser steps in all.
    warmup: steps of linear warm-up, before a cosine decay to zero.
    checkpoint_every: steps between checkpoints; 0 for none.
    seed: of weights, batches, augmentation and dropout.
    """

    steps: int
    warmup: int = 50
    clip: float = 5.0
    checkpoint_every: int = 100
    seed: int = 0


def train(
    name: str,
    model: nn.Module,
    optimizer: Optimizer,
    batches: Callable[[int], object],
    loss_of: Callable[[object], tuple[Tensor, dict[str, float]]],
    settings: LoopSettings,
    output: Path,
    fingerprint: str = "",
) -> None:
    """Run the steps that a checkpoint in `output` does not hold yet, then remove the checkpoint.

    Args:
        batches: from the first step to take, an iterable of batches.
        loss_of: the loss of a batch and the figures to show beside it.
        fingerprint: of configuration and data; a checkpoint of another one is refused.

    Raises:
        TrainingError: when the loss is not finite, leaving the last good checkpoint in place.
    """
    output.mkdir(parents=True, exist_ok=True)
    checkpoint = output / CHECKPOINT
    fingerprint = json.dumps([name, asdict(settings), fingerprint])
    start = restore(checkpoint, model, optimizer, fingerprint) if checkpoint.exists() else 0
    schedule = LambdaLR(optimizer, lambda step: _warm_cosine(start + step, settings))
    steps = tqdm(batches(start), desc=name, initial=start, total=settings.steps, smoothing=0.05)
    with (output / "metrics.jsonl").open("a", encoding="utf-8") as log:
        for step, batch in enumerate(steps, start=start):
            torch.manual_seed(settings.seed * 1_000_003 + step)  # dropout: the same after a resume
            loss, figures = loss_of(batch)
            if not math.isfinite(loss.item()):
                raise TrainingError(f"{name}: the loss is {loss.item()} at step {step}; lower the learning rates")
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), settings.clip)
            optimizer.step()
            schedule.step()
            if step % 20 == 0 or step + 1 == settings.steps:
                steps.set_postfix(loss=f"{loss.item():.3f}", **{k: f"{v:.3f}" for k, v in figures.items()})
                log.write(json.dumps({"stage": name, "step": step, "loss": loss.item(), **figures}) + "\n")
            if settings.checkpoint_every and (step + 1) % settings.checkpoint_every == 0:
                store(checkpoint, model, optimizer, step + 1, fingerprint)
    checkpoint.unlink(missing_ok=True)


def store(path: Path, model: nn.Module, optimizer: Optimizer, step: int, fingerprint: str) -> None:
    """Weights, optimiser state and step in one safetensors file, written whole or not at all."""
    tensors = {f"model.{key}": value for key, value in model.state_dict().items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{key}": torch.as_tensor(value) for key, value in state.items()}
    tensors = {key: value.detach().cpu().contiguous() for key, value in tensors.items()}
    with whole_file(path) as draft:
        draft.write_bytes(save(tensors, {"step": str(step), "fingerprint": fingerprint}))


def restore(path: Path, model: nn.Module, optimizer: Optimizer, fingerprint: str) -> int:
    """Read a checkpoint into model and optimiser and return the step to go on with."""
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata()
            if metadata.get("fingerprint") != fingerprint:
                raise TrainingError(f"{path} was begun with other settings or data: give another output folder")
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (no mapping)
    except SafetensorError as error:
        raise TrainingError(f"{path} is not a whole checkpoint: {error}; delete it to start again") from None
    model.load_state_dict({k.removeprefix("model."): v for k, v in tensors.items() if k.startswith("model.")})
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        if key.startswith("optimizer."):
            _, index, name = key.split(".", 2)
            state.setdefault(int(index), {})[name] = value
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
    return int(metadata["step"])


def _warm_cosine(step: int, settings: LoopSettings) -> float:
    warm = min(1.0, (step + 1) / max(1, settings.warmup))
    return warm * 0.5 * (1 + math.cos(math.pi * step / settings.steps))
