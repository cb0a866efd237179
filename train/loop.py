"""One training loop for every stage and system, on one processor or many (Hugging Face Accelerate)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import torch
from accelerate import Accelerator, DistributedDataParallelKwargs
from accelerate.utils import send_to_device
from safetensors.torch import load_file
from torch import nn
from torch.optim import Optimizer
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from train.checkpoint import Progress, TrainingError, restore, store, store_weights
from train.logs import Logs
from train.sampler import Part

CHECKPOINT, BEST = "checkpoint.safetensors", "best.safetensors"
SCHEDULES = ("cosine", "plateau", "constant")


@dataclass(frozen=True)
class LoopSettings:
    """Attributes:
    steps: optimiser steps in all; on a command line 0 for as many as the epochs make.
    warmup: steps of linear warm-up.
    schedule: after it, `cosine` to zero, `plateau` (a tenth whenever validation has not improved for
        half of `patience`), or `constant`.
    clip: largest norm of the gradient.
    accumulate: batches whose gradients are added up for one step (each with its own contrastive loss;
        for one loss over more photos than fit, see `chunk` of pre-training).
    precision: `no`, `bf16` or `fp16`; weights stay in 32 bits.
    ema: decay of the moving average of the weights that the run ends with; 0 for none.
    checkpoint_every, validate_every: steps; 0 for never. The best weights on validation are kept.
    patience: validations without improvement after which the run stops; 0 for never.
    tensorboard: log for TensorBoard beside metrics.jsonl.
    compile: run the model through torch.compile.
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
        if self.schedule not in SCHEDULES:
            raise TrainingError(f"the schedule {self.schedule!r} is unknown: use one of {', '.join(SCHEDULES)}")
        if self.schedule == "plateau" and not (self.validate_every and self.patience):
            raise TrainingError("the plateau schedule needs --validate_every and --patience")


def train(
    name: str,
    objective: nn.Module,
    optimizer: Optimizer,
    batches: Callable[[int, Part], Iterator],
    settings: LoopSettings,
    output: Path,
    fingerprint: str = "",
    validate: Callable[[], float] | None = None,
    device: str | torch.device = "cpu",
) -> None:
    """Run the steps that a checkpoint in `output` does not hold yet, then remove the checkpoint.

    Args:
        objective: from a batch to its loss and the figures to show beside it; holds what learns.
        batches: from the first micro-step to take, the batches of one process.
        fingerprint: of configuration and data; a checkpoint of another one is refused.
        validate: the figure to maximise, with the weights as they then are.

    Raises:
        TrainingError: when the loss is not finite, leaving the last good checkpoint in place.
    """
    accelerator = Accelerator(
        cpu=torch.device(device).type == "cpu",
        mixed_precision=settings.precision,
        kwargs_handlers=[DistributedDataParallelKwargs(find_unused_parameters=True)],
    )
    part = Part(accelerator.process_index, accelerator.num_processes)
    output.mkdir(parents=True, exist_ok=True)
    checkpoint, first = output / CHECKPOINT, accelerator.is_main_process
    fingerprint = json.dumps([name, asdict(settings), part.count, fingerprint])
    modules = {"objective": objective}
    if settings.ema:
        modules["ema"] = AveragedModel(objective, multi_avg_fn=get_ema_multi_avg_fn(settings.ema), use_buffers=True)
    progress = restore(checkpoint, modules, optimizer, fingerprint) if checkpoint.exists() else Progress()
    rates = [group["lr"] for group in optimizer.param_groups]
    if settings.compile:
        objective.compile()
    learner, prepared = accelerator.prepare(objective, optimizer)
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    logs = Logs(name, output, progress.step, settings.steps, settings.tensorboard, shown=first)

    stream = iter(batches(progress.step * settings.accumulate, part))

    for step in range(progress.step, settings.steps):
        micro = islice(stream, settings.accumulate)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * progress.factor * _rate_factor(step, settings)
        for number, batch in enumerate(micro, start=step * settings.accumulate):
            # Dropout: the same after a resume. Seeded after the batch was fetched, which draws as well.
            torch.manual_seed((settings.seed * 1_000_003 + number) * part.count + part.index)
            last = (number + 1) % settings.accumulate == 0
            with nullcontext() if last else accelerator.no_sync(learner):
                loss, figures = learner(send_to_device(batch, accelerator.device))
                if not math.isfinite(loss.item()):
                    raise TrainingError(
                        f"{name}: the loss is {loss.item()} at step {step}, whose batch held {batch}; "
                        "lower the learning rates"
                    )
                accelerator.backward(loss / settings.accumulate)
        accelerator.clip_grad_norm_(parameters, settings.clip)
        prepared.step()
        prepared.zero_grad()
        if settings.ema:
            modules["ema"].update_parameters(objective)
        progress.step = step + 1
        logs.step(progress.step, loss.item(), figures, optimizer.param_groups[0]["lr"])
        if validate and settings.validate_every and progress.step % settings.validate_every == 0:
            stop = _validate(validate, modules, progress, settings, output, logs, first)
            if stop:
                break
        if first and settings.checkpoint_every and progress.step % settings.checkpoint_every == 0:
            store(checkpoint, modules, optimizer, progress, fingerprint)
    logs.close()
    accelerator.wait_for_everyone()
    if settings.ema:
        objective.load_state_dict(modules["ema"].module.state_dict())
    if progress.best_step:
        objective.load_state_dict(load_file(output / BEST))
    accelerator.wait_for_everyone()
    if first:
        checkpoint.unlink(missing_ok=True)
    accelerator.free_memory()


def _validate(validate, modules, progress: Progress, settings: LoopSettings, output: Path, logs: Logs, first: bool) -> bool:
    """Measure, keep the best weights, lower the plateau's factor; whether to stop."""
    objective = modules["objective"]
    chosen = modules["ema"].module if "ema" in modules else objective
    kept = {key: value.clone() for key, value in objective.state_dict().items()} if "ema" in modules else None
    if kept:
        objective.load_state_dict(chosen.state_dict())
    objective.eval()
    with torch.no_grad():
        figure = validate()
    objective.train()
    logs.figure(progress.step, "validation", figure)
    if figure > progress.best:
        progress.best, progress.best_step = figure, progress.step
        if first:
            store_weights(output / BEST, objective)
    if kept:
        objective.load_state_dict(kept)
    stale = (progress.step - progress.best_step) // settings.validate_every
    if settings.schedule == "plateau" and stale and stale % max(1, settings.patience // 2) == 0:
        progress.factor /= 10
    return bool(settings.patience) and stale >= settings.patience


def _rate_factor(step: int, settings: LoopSettings) -> float:
    warm = min(1.0, (step + 1) / max(1, settings.warmup))
    return warm * (0.5 * (1 + math.cos(math.pi * step / settings.steps)) if settings.schedule == "cosine" else 1.0)
