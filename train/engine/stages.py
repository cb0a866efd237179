"""Stages of a training, each run once: what a finished one left is read back instead."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file
from torch import nn

from crossclip.errors import CrossClipError
from train.engine.checkpoint import store_weights

SECONDS = "seconds.txt"


@dataclass(frozen=True)
class Stage:
    """One stage.

    Attributes:
        learn: trains in place; its checkpoints and metrics go to the folder that it is given.
    """

    name: str
    learn: Callable[[Path], None]


@dataclass(frozen=True)
class Stages:
    """The stages of one training.

    Attributes:
        folder: of NAME.safetensors for each finished stage, and of the time that each took.
    """

    folder: Path

    def run(self, module: nn.Module, *stages: Stage) -> None:
        """Run stages one after the other, but for those whose weights are there already.

        Raises:
            CrossClipError: if the weights there do not fit the module.
        """
        for stage in stages:
            path = self.folder / f"{stage.name}.safetensors"
            if path.exists():
                self._read(path, module)
                continue
            begun = time.monotonic()
            stage.learn(self.folder / stage.name)
            self._note(stage, time.monotonic() - begun)
            store_weights(path, module)
            for checkpoint in (self.folder / stage.name).glob("*.checkpoint.safetensors"):
                checkpoint.unlink()  # its weights are kept, and nobody goes on from it

    @property
    def seconds(self) -> float:
        """Training time of the finished stages; a stage that was resumed counts from its last start."""
        path = self.folder / SECONDS
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return sum(float(line.split()[1]) for line in lines)

    def _read(self, path: Path, module: nn.Module) -> None:
        try:
            module.load_state_dict(load_file(path))
        except RuntimeError:
            raise CrossClipError(
                f"{path} is of a system of another shape: remove {self.folder} to train it anew"
            ) from None

    def _note(self, stage: Stage, seconds: float) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / SECONDS).open("a", encoding="utf-8") as file:
            file.write(f"{stage.name} {seconds:.1f}\n")
