"""One training loop for every stage and system, on one processor or many (Hugging Face Accelerate)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import torch
from accelerate.utils import broadcast, send_to_device
from safetensors.torch import load_file
from torch import nn
from torch.optim import Optimizer
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from crossclip.files import clear_drafts
from train.engine.checkpoint import Progress, TrainingError, restore, store, store_weights
from train.engine.logs import Logs
from train.engine.processes import accelerator as accelerator_for
from train.engine.sampler import Part
from train.engine.schedule import judge, over, rate_factor

CHECKPOINT, BEST = "checkpoint.safetensors", "best.safetensors"
SCHEDULES = ("cosine", "plateau", "constant")
BACKBONES = ("backbone", "network")  # what encoders and classifiers call theirs
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
                raise TrainingError(f"the {name} {getattr(self, name)!r} is unknown: use one of {', '.join(known)}")
        if self.accumulate < 1 or self.clip <= 0 or not 0 <= self.ema < 1:
            raise TrainingError("accumulate must be at least 1, clip above 0, and ema from 0 to below 1")
        for name in ("steps", "warmup", "checkpoint_every", "validate_every", "patience", "seed"):
            if getattr(self, name) < 0:
                raise TrainingError(f"{name} is {getattr(self, name)}: it cannot be below 0")
        if (self.schedule == "plateau" or self.patience) and not (self.validate_every and self.patience):
            raise TrainingError("the plateau schedule and early stopping need both validate_every and patience")


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
        validate: the figure to maximise, with the weights as they then are; asked of the first process.

    Raises:
        TrainingError: when loss or gradient is not finite, leaving the last good checkpoint in place.
    """
    if settings.validate_every and validate is None:
        raise TrainingError(f"{name} has no photos in the split validation: add some, or leave out validate_every")
    accelerator = accelerator_for(device, settings.precision)
    part, first = Part(accelerator.process_index, accelerator.num_processes), accelerator.is_main_process
    output.mkdir(parents=True, exist_ok=True)
    if first:
        clear_drafts(output)
    checkpoint = output / CHECKPOINT
    fingerprint = json.dumps([name, asdict(settings), part.count, fingerprint])
    objective.to(memory_format=torch.channels_last)
    modules = {"objective": objective}
    if settings.ema:
        modules["ema"] = AveragedModel(objective, multi_avg_fn=get_ema_multi_avg_fn(settings.ema), use_buffers=True)
    progress = restore(checkpoint, modules, optimizer, fingerprint) if checkpoint.exists() else Progress()
    if accelerator.scaler and progress.scaler:
        accelerator.scaler.load_state_dict(progress.scaler)
    rates = [group["lr"] for group in optimizer.param_groups]
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    for path, module in objective.named_modules():
        if settings.compile and path.rpartition(".")[2] in BACKBONES:
            module.compile()
    learner, prepared = accelerator.prepare(objective, optimizer)
    stream = iter(batches(progress.step * settings.accumulate, part))

    with closing(Logs(name, output, progress.step, settings.steps, settings.tensorboard, shown=first)) as logs:
        while not over(progress, settings):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * rate_factor(progress, settings)
            begin = progress.step * settings.accumulate
            for number, batch in enumerate(islice(stream, settings.accumulate), start=begin):
                # Dropout: the same after a resume. Seeded after the batch was fetched, which draws as well.
                torch.manual_seed((settings.seed * 1_000_003 + number) * part.count + part.index)
                last = number + 1 == begin + settings.accumulate
                with nullcontext() if last else accelerator.no_sync(learner):
                    loss, figures = learner(send_to_device(batch, accelerator.device))
                    _check("loss", loss, name, progress, batch)
                    accelerator.backward(loss / settings.accumulate)
            norm = accelerator.clip_grad_norm_(parameters, settings.clip)
            if not accelerator.scaler:  # which skips such a step, and lowers its scale
                _check("gradient's norm", norm, name, progress, batch)
            prepared.step()
            prepared.zero_grad()
            if settings.ema:
                modules["ema"].update_parameters(objective)
            progress.step += 1
            logs.step(progress.step, loss.item(), figures, optimizer.param_groups[0]["lr"])
            if settings.validate_every and progress.step % settings.validate_every == 0:
                with _shown_weights(modules):
                    figure = torch.tensor(validate() if first else 0.0, device=accelerator.device)
                    figure = broadcast(figure).item()
                    logs.figure(progress.step, "validation", figure)
                    if figure > progress.best and first:
                        store_weights(output / BEST, objective)
                judge(figure, progress, settings)
            if first and settings.checkpoint_every and progress.step % settings.checkpoint_every == 0:
                progress.scaler = accelerator.scaler.state_dict() if accelerator.scaler else {}
                store(checkpoint, modules, optimizer, progress, fingerprint)
    if settings.ema:
        objective.load_state_dict(modules["ema"].module.state_dict())
    accelerator.wait_for_everyone()
    if progress.best_step:
        objective.load_state_dict(load_file(output / BEST))
    accelerator.wait_for_everyone()
    if first:
        checkpoint.unlink(missing_ok=True)
    accelerator.free_memory()


def _check(what: str, value: torch.Tensor, name: str, progress: Progress, batch: object) -> None:
    if not math.isfinite(value.item()):
        raise TrainingError(
            f"{name}: the {what} is {value.item()} in step {progress.step + 1}, whose batch held {batch}; "
            "the last checkpoint is kept: lower the learning rates"
        )


@contextmanager
def _shown_weights(modules: dict[str, nn.Module]) -> Iterator[None]:
    """Meanwhile the objective is in evaluation mode and has the weights that the run would end with."""
    objective = modules["objective"]
    own = {key: value.clone() for key, value in objective.state_dict().items()} if "ema" in modules else {}
    if own:
        objective.load_state_dict(modules["ema"].module.state_dict())
    objective.eval()
    with torch.no_grad():
        yield
    objective.train()
    if own:
        objective.load_state_dict(own)
