"""The processes of a run: one, or those that torchrun started, on one node or several (Hugging Face Accelerate)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from accelerate import Accelerator, DistributedDataParallelKwargs, PartialState
from accelerate.state import AcceleratorState
from torch import distributed

from crossclip.errors import CrossClipError
from crossclip.streams.shares import Share, device_of


def meet(device: str | torch.device) -> PartialState:
    """Join the other processes, if there are any: who this one is, and how many there are.

    Raises:
        CrossClipError: if more processes of this machine ask for a GPU than it has.
    """
    kind, gpus = torch.device(device).type, torch.cuda.device_count()
    if kind == "cuda" and int(os.environ.get("LOCAL_RANK", "0")) >= gpus:
        raise CrossClipError(
            f"there are more processes here than GPUs ({gpus}): start one for each, by --nproc_per_node {gpus}"
        )
    # Accelerate keeps the first device for ever, and one process may train on several in turn.
    if PartialState._shared_state and not distributed.is_initialized() and PartialState().device.type != kind:
        AcceleratorState._reset_state(reset_partial_state=True)
    return PartialState(cpu=kind == "cpu")


def accelerator(device: str | torch.device, precision: str) -> Accelerator:
    """What spreads one stage over the processes.

    Raises:
        CrossClipError: if the device cannot compute with that precision.
    """
    meet(device)
    # Accelerate keeps the first precision for ever, too, and one command may train stages of several.
    AcceleratorState._reset_state()
    try:
        return Accelerator(
            cpu=torch.device(device).type == "cpu",
            mixed_precision=precision,
            kwargs_handlers=[DistributedDataParallelKwargs(find_unused_parameters=True)],
        )
    except ValueError as error:
        raise CrossClipError(f"precision {precision} cannot be had on {device} ({error}): use no") from None


def work_alone(device: str | torch.device) -> Share:
    """Leave the processes that this one was started with, for work in which each trains by itself on a GPU of its own.

    Returns:
        which of them it is, and how many there are.
    """
    share, own = Share.here(), torch.device(device_of(str(device)))
    if own.index is not None:
        torch.cuda.set_device(own)
    for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK"):  # by which Accelerate would join them
        os.environ.pop(name, None)
    return share


def is_first() -> bool:
    """Whether this process writes what all have in common: settings, checkpoints, models."""
    return PartialState().is_main_process


@contextmanager
def first_goes_ahead() -> Iterator[None]:
    """The first process of each machine runs the block before the others, which find what it has fetched."""
    with PartialState().local_main_process_first():
        yield


def part_ways() -> None:
    """Leave the other processes in an orderly way, at the end of a command."""
    if distributed.is_available() and distributed.is_initialized():
        distributed.destroy_process_group()
