"""One training loop for every stage and system, on one processor or many (Hugging Face Accelerate)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from itertools import islice
from pathlib import Path

import torch
from accelerate.utils import broadcast, send_to_device
from torch import nn
from torch.optim import Optimizer
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from crossclip.files import clear_drafts
from train.batches.draws import Part
from train.command.output import make_folder
from train.command.processes import accelerator as accelerator_for
from train.command.stopping import Stopped, listening
from train.engine.checkpoint import Progress, TrainingError, checkpoint_file
from train.engine.keeper import Keeper
from train.engine.logs import Logs
from train.engine.objective import BatchT, Objective
from train.engine.pace import Pace
from train.engine.schedule import judge, over, rate_factor
from train.engine.settings import LoopSettings
from train.identity import NOTHING, Identity, deciding, plain

BACKBONES = ("backbone", "network")  # what encoders and classifiers call theirs


def train(
    name: str,
    objective: Objective[BatchT],
    optimizer: Optimizer,
    batches: Callable[[int, Part], Iterator[BatchT]],
    settings: LoopSettings,
    output: Path,
    identity: Identity = NOTHING,
    validate: Callable[[], float] | None = None,
    device: str | torch.device = "cpu",
) -> None:
    """Run the steps that the checkpoint of `name` in `output` does not hold yet. It stays: a run of more steps goes
    on from it.

    Args:
        objective: what is learned (`train.engine.objective`); holds what learns.
        batches: from the first micro-step to take, the batches of one process.
        identity: settings and data that the result depends on; a checkpoint of others is refused.
        validate: the figure to maximise, with the weights as they then are; asked of the first process.

    Raises:
        TrainingError: when loss or gradient is not finite, leaving the last good checkpoint in place.
        Stopped: after SIGTERM, when the state is kept.
    """
    if settings.validate_every and validate is None:
        raise TrainingError(f"{name} has no photos in the split validation: add some, or leave out validate_every")
    accelerator = accelerator_for(device, settings.precision)
    part, first = Part(accelerator.process_index, accelerator.num_processes), accelerator.is_main_process
    make_folder(output)
    if first:
        clear_drafts(output)
    objective.to(memory_format=torch.channels_last)
    average = None
    if settings.ema:
        average = AveragedModel(objective, multi_avg_fn=get_ema_multi_avg_fn(settings.ema), use_buffers=True)
    modules: dict[str, nn.Module] = {"objective": objective}
    if average:
        modules["ema"] = average
    keeper = Keeper(checkpoint_file(output, name), modules, optimizer, plain(identity) | deciding(settings), settings)
    progress = keeper.taken_up()
    if accelerator.scaler and progress.scaler:
        accelerator.scaler.load_state_dict(progress.scaler)
    rates = [group["lr"] for group in optimizer.param_groups]
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    for path, module in objective.named_modules():
        if settings.compile and path.rpartition(".")[2] in BACKBONES:
            module.compile()
    learner, prepared = accelerator.prepare(objective, optimizer)
    pace = Pace(accelerator.device, part.count)
    stream = pace.waiting(iter(batches(progress.step * settings.accumulate, part)))

    with (
        closing(Logs(name, output, progress.step, settings, shown=first)) as logs,
        closing(keeper),
        listening() as asked,
    ):
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
            if average:
                average.update_parameters(objective)
            progress.step += 1
            figures = {**figures, "gradient": float(norm)} if logs.told(progress.step) else figures
            logs.step(progress.step, loss.item(), figures, optimizer.param_groups[0]["lr"], pace)
            if validate and settings.validate_every and progress.step % settings.validate_every == 0:
                with _shown_weights(objective, average):
                    figure = torch.tensor(validate() if first else 0.0, device=accelerator.device)
                    figure = broadcast(figure).item()
                    logs.figure(progress.step, "validation", figure)
                    if figure > progress.best:
                        keeper.note_best(objective)
                judge(figure, progress, settings)
            stop = asked.anywhere(accelerator.device)
            if first and (keeper.due(progress.step) or stop or over(progress, settings)):
                progress.scaler = accelerator.scaler.state_dict() if accelerator.scaler else {}
                keeper.keep(progress)
            if stop:
                keeper.wait()
                accelerator.wait_for_everyone()
                raise Stopped(
                    f"{name} was stopped after step {progress.step} of {settings.steps}, {keeper.path} is kept"
                )
    if average:
        objective.load_state_dict(average.module.state_dict())
    if keeper.best:
        objective.load_state_dict(keeper.best)
    for buffer in objective.buffers():
        broadcast(buffer)  # batch norms saw the photos of their own process: all end with those of the first
    accelerator.wait_for_everyone()
    accelerator.free_memory()


def _check(what: str, value: torch.Tensor, name: str, progress: Progress, batch: object) -> None:
    if not math.isfinite(value.item()):
        raise TrainingError(
            f"{name}: the {what} is {value.item()} in step {progress.step + 1}, whose batch held {batch}; "
            "the last checkpoint is kept: lower the learning rates"
        )


@contextmanager
def _shown_weights(objective: nn.Module, average: AveragedModel | None) -> Iterator[None]:
    """Meanwhile the objective is in evaluation mode and has the weights that the run would end with."""
    own = {key: value.clone() for key, value in objective.state_dict().items()} if average else {}
    if average:
        objective.load_state_dict(average.module.state_dict())
    objective.eval()
    with torch.no_grad():
        yield
    objective.train()
    if own:
        objective.load_state_dict(own)
