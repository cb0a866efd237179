"""Checkpoints: weights, optimiser state and progress in one safetensors file, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save
from torch import Tensor, nn
from torch.optim import Optimizer

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from train.identity import Identity, changed

BEST = "best"
"""Under which a checkpoint has the weights that were best on validation."""


class TrainingError(CrossClipError):
    """Training that cannot go on; the message says at which step and why."""


@dataclass
class Progress:
    """How far a run has come.

    Attributes:
        step: optimiser steps taken.
        best, best_step: the best validation figure so far, and the step after which it was measured.
        factor: of the learning rates, as the plateau schedule has lowered it.
        scaler: state of the loss scale of fp16.
    """

    step: int = 0
    best: float = float("-inf")
    best_step: int = 0
    factor: float = 1.0
    scaler: dict[str, float] = field(default_factory=dict)


def store_weights(path: Path, module: nn.Module) -> None:
    with whole_file(path) as draft:
        draft.write_bytes(save(copied(module.state_dict())))


def checkpoint_file(output: Path, stage: str) -> Path:
    """Where a stage keeps what it goes on from; more steps go on from that of a finished one, too."""
    return output / f"{stage}.checkpoint.safetensors"


def snapshot(
    modules: dict[str, nn.Module],
    optimizer: Optimizer,
    progress: Progress,
    identity: Identity,
    best: Mapping[str, Tensor],
) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Copies of the state of modules and optimiser, the best weights, and what is said about it all.

    The best weights stand in the same file as the progress that names their step: in a file of their own they could
    be those of a step after the checkpoint, which another life of the run may judge otherwise.
    """
    tensors = {f"{name}.{key}": value for name, module in modules.items() for key, value in module.state_dict().items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{key}": torch.as_tensor(value) for key, value in state.items()}
    about = {"progress": json.dumps(asdict(progress)), "identity": json.dumps(dict(identity))}
    return copied(tensors) | {f"{BEST}.{key}": value for key, value in best.items()}, about


def write(path: Path, tensors: dict[str, Tensor], about: dict[str, str]) -> None:
    with whole_file(path) as draft:
        draft.write_bytes(save(tensors, about))


def about(path: Path) -> tuple[Progress, Identity]:
    """How far the run of a checkpoint has come, and what its result depends on.

    Raises:
        TrainingError: if it is broken.
    """
    try:
        with safe_open(path, framework="pt") as file:
            said = file.metadata() or {}
        return Progress(**json.loads(said["progress"])), json.loads(said["identity"])
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise _broken(path, error) from None


def _broken(path: Path, error: Exception) -> TrainingError:
    return TrainingError(
        f"{path} is not a whole checkpoint: {error}; give another output folder, or move it away to start again"
    )


def restore(
    path: Path, modules: dict[str, nn.Module], optimizer: Optimizer, identity: Identity
) -> tuple[Progress, dict[str, Tensor]]:
    """Read a checkpoint into modules and optimiser.

    Returns:
        how far the run has come, and its best weights, none before the first validation.

    Raises:
        TrainingError: if it is broken, or of other settings or data.
    """
    progress, kept = about(path)
    if others := changed(identity, kept):
        raise TrainingError(
            f"{path} was begun with another {', '.join(others)}: go on with what it has, or give another output folder"
        )
    try:
        tensors = load_file(path)
    except (SafetensorError, OSError) as error:
        raise _broken(path, error) from None
    for name, module in modules.items():
        module.load_state_dict(_below(tensors, name))
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in _below(tensors, "optimizer").items():
        index, name = key.split(".", 1)
        if value.ndim:  # laid out as its parameter, channels last maybe: optimisers are slow where the two differ
            value = torch.empty_like(parameters[int(index)]).copy_(value)
        state.setdefault(int(index), {})[name] = value
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
    return progress, copied(_below(tensors, BEST))


def _below(tensors: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    return {key.removeprefix(f"{name}."): value for key, value in tensors.items() if key.startswith(f"{name}.")}


def copied(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Copies in the memory of the processor, none of which shares it with another: safetensors refuses these."""
    return {key: value.detach().cpu().clone().contiguous() for key, value in tensors.items()}
