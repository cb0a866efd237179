"""Checkpoints: weights, optimiser state and progress in one safetensors file, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save
from torch import Tensor, nn
from torch.optim import Optimizer

from crossclip.errors import CrossClipError
from crossclip.files import whole_file


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
        draft.write_bytes(save(_on_cpu(module.state_dict())))


def store(
    path: Path, modules: dict[str, nn.Module], optimizer: Optimizer, progress: Progress, fingerprint: str
) -> None:
    """Write a checkpoint.

    Args:
        modules: those with state to go on from, by name.
        fingerprint: of configuration and data; only the same may resume.
    """
    tensors = {f"{name}.{key}": value for name, module in modules.items() for key, value in module.state_dict().items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{key}": torch.as_tensor(value) for key, value in state.items()}
    metadata = {"progress": json.dumps(asdict(progress)), "fingerprint": fingerprint}
    with whole_file(path) as draft:
        draft.write_bytes(save(_on_cpu(tensors), metadata))


def restore(path: Path, modules: dict[str, nn.Module], optimizer: Optimizer, fingerprint: str) -> Progress:
    """Read a checkpoint into modules and optimiser.

    Raises:
        TrainingError: if it is broken, or of other settings or data.
    """
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
        tensors = load_file(path)
    except (SafetensorError, OSError) as error:
        raise TrainingError(f"{path} is not a whole checkpoint: {error}; delete it to start again") from None
    if metadata.get("fingerprint") != fingerprint:
        raise TrainingError(
            f"{path} was begun with other settings, other data or another number of processes: "
            "go on with those, or give another output folder"
        )
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
    return Progress(**json.loads(metadata["progress"]))


def _below(tensors: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    return {key.removeprefix(f"{name}."): value for key, value in tensors.items() if key.startswith(f"{name}.")}


def _on_cpu(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    # Copies: safetensors refuses tensors that share memory, as tied weights do.
    return {key: value.detach().cpu().clone().contiguous() for key, value in tensors.items()}
