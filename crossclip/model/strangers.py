"""Birds that a model can tell but not name: where their photos lie in its space, kept beside its weights."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

from crossclip.files import whole_file
from crossclip.model.config import ModelError
from crossclip.model.folder import read_weights

STRANGERS_FILE = "strangers.safetensors"
ANCHORS = "anchors"
SCALE = 20.0
"""Of cosines, before a softmax over all birds: that with which the demo model's head begins."""


def write_strangers(folder: Path, anchors: Tensor) -> None:
    """Keep unit vectors (N, dim) in a model folder, in 16 bits."""
    with whole_file(folder / STRANGERS_FILE) as draft:
        draft.write_bytes(save({ANCHORS: anchors.half().contiguous()}))


def read_strangers(folder: Path | None, dim: int) -> Tensor | None:
    """Unit vectors (N, dim); None for a model that knows of no strangers.

    Raises:
        ModelError: if the file is there and cannot be used.
    """
    path = None if folder is None else folder / STRANGERS_FILE
    if path is None or not path.is_file():
        return None
    anchors = read_weights(path, lambda name: name == ANCHORS).get(ANCHORS)
    if anchors is None or anchors.ndim != 2 or anchors.shape[1] != dim:
        raise ModelError(f"{path} does not hold {ANCHORS} of {dim} numbers each: fit it anew, or remove it")
    return anchors.float()


def nearness(photos: Tensor, species: Tensor, strangers: Tensor) -> Tensor:
    """The log-probability (N,) of the nearest species among species and strangers together.

    It is low both where a photo is near to nothing and where a stranger is nearer than any species.

    Args:
        photos: (N, dim), `species` (S, dim) and `strangers` (T, dim): unit vectors.
    """
    cosines = photos @ torch.cat([species, strangers]).T
    return (SCALE * cosines).log_softmax(dim=1)[:, : len(species)].amax(dim=1)
