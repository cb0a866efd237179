"""What a run tells while it goes: a progress bar, metrics.jsonl and, if wanted, TensorBoard and other trackers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tqdm.auto import tqdm

from crossclip.files import whole_file
from train.engine.pace import Pace
from train.engine.settings import LoopSettings
from train.engine.trackers import open_trackers

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

METRICS = "metrics.jsonl"
EVERY = 20
"""Steps between two lines: one a step would be more than anyone reads."""


class Logs:
    """The figures of a run, of which several processes have only one `shown`.

    A run that goes on after step `start` writes over what it had logged beyond.
    """

    def __init__(self, name: str, output: Path, start: int, settings: LoopSettings, shown: bool) -> None:
        self.name, self.steps, steps = name, settings.steps, settings.steps
        self.bar = tqdm(desc=name, initial=start, total=steps, smoothing=0.05, disable=not shown)
        self.file: TextIO | None = None
        self.board: SummaryWriter | None = None
        if shown:
            self.file = self._reopen(output / METRICS, start)
        config = {key: value for key, value in asdict(settings).items() if not isinstance(value, list)}
        self.trackers = open_trackers(settings.trackers if shown else (), name, output / "trackers", config)
        if settings.tensorboard and shown:
            from torch.utils.tensorboard import SummaryWriter

            self.board = SummaryWriter(output / "tensorboard" / name, purge_step=start + 1)

    def told(self, step: int) -> bool:
        """Whether this step's figures are written."""
        return bool(self.file) and (step % EVERY == 1 or step == self.steps)

    def step(self, step: int, loss: float, figures: Mapping[str, float], rate: float, pace: Pace) -> None:
        self.bar.update()
        if self.told(step):
            figures, fared = {"loss": loss, **figures}, pace.figures()
            shown = {key: f"{value:.3f}" for key, value in figures.items()} | {"rate": f"{rate:.1e}"}
            self.bar.set_postfix(shown | {"photos/s": f"{fared['photos_a_second']:.0f}"})
            self._write(step, {**figures, "rate": rate, **fared})

    def figure(self, step: int, key: str, value: float) -> None:
        if self.file:
            self.bar.write(f"{self.name}: step {step}, {key} {value:.4f}")
            self._write(step, {key: value})

    def _write(self, step: int, figures: Mapping[str, float]) -> None:
        if not self.file:
            return
        self.file.write(json.dumps({"stage": self.name, "step": step, **figures}) + "\n")
        self.file.flush()
        if self.board:
            for key, value in figures.items():
                self.board.add_scalar(key, value, step)
        for tracker in self.trackers:
            tracker.log({f"{self.name}/{key}": value for key, value in figures.items()}, step=step)

    def _reopen(self, path: Path, start: int) -> TextIO:
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            with whole_file(path) as draft:
                draft.write_text("".join(line for line in lines if self._stays(line, start)), encoding="utf-8")
        return path.open("a", encoding="utf-8")

    def _stays(self, line: str, start: int) -> bool:
        try:
            entry = json.loads(line)
        except ValueError:  # cut short when the run was killed
            return False
        return entry["stage"] != self.name or entry["step"] <= start

    def close(self) -> None:
        self.bar.close()
        for target in (self.file, self.board):
            if target:
                target.close()
        for tracker in self.trackers:
            tracker.finish()
