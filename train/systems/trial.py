"""One trial: a system trained once, stage by stage, each stage kept as it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor, nn

from crossclip.errors import CrossClipError
from train.engine.checkpoint import store_weights
from train.engine.loop import LoopSettings
from train.systems.experiment import Experiment

Branches = dict[str, Tensor]
Answerer = Callable[[str], Branches]
"""From a split to probabilities (photo rows, classes) by branch, that is by what was told (`train.report.answers`)."""


@dataclass(frozen=True)
class Trial:
    """One seed of one system or variant.

    Attributes:
        rates: by system, the factor on its usual learning rates.
    """

    experiment: Experiment
    name: str
    seed: int
    rates: Mapping[str, float]

    @property
    def rate(self) -> float:
        return self.rates[self.name]

    @property
    def folder(self) -> Path:
        return Path(self.experiment.settings.output) / "trained" / self.name / f"seed {self.seed}, rate x {self.rate:g}"

    def loop(self, epochs: float, photos: int, **changes) -> LoopSettings:
        s = self.experiment.settings
        count = int(self.experiment.rows["train"].has_photo.sum())
        return LoopSettings(
            steps=max(1, round(epochs * count / photos)),
            warmup=20,
            precision=s.precision,
            checkpoint_every=s.checkpoint_every,
            seed=self.seed,
            **changes,
        )

    def stage(self, name: str, module: nn.Module, learn: Callable[[Path], None]) -> None:
        """Run one stage, unless its weights are there already; the time it took is kept beside them.

        Raises:
            CrossClipError: if the weights there do not fit the module.
        """
        path = self.folder / f"{name}.safetensors"
        if path.exists():
            try:
                module.load_state_dict(load_file(path))
            except RuntimeError:
                raise CrossClipError(
                    f"{path} is of a system of another shape: remove {self.folder} to train it anew"
                ) from None
            return
        with self.clock(name):
            learn(self.folder / name)
        store_weights(path, module)

    @contextmanager
    def clock(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "seconds.txt").open("a", encoding="utf-8") as file:
            file.write(f"{name} {time.monotonic() - begun:.1f}\n")

    @property
    def seconds(self) -> float:
        """Training time of the finished stages; a stage that was resumed counts from its last start."""
        path = self.folder / "seconds.txt"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return sum(float(line.split()[1]) for line in lines)
