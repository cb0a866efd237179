"""What a run tells while it goes: a progress bar, metrics.jsonl and, if wanted, TensorBoard."""

from __future__ import annotations

import json
from pathlib import Path

from tqdm.auto import tqdm


class Logs:
    """The figures of a run, of which several processes have only one `shown`."""

    def __init__(self, name: str, output: Path, start: int, steps: int, tensorboard: bool, shown: bool) -> None:
        self.name, self.steps = name, steps
        self.bar = tqdm(desc=name, initial=start, total=steps, smoothing=0.05, disable=not shown)
        self.file = (output / "metrics.jsonl").open("a", encoding="utf-8") if shown else None
        self.board = None
        if tensorboard and shown:
            from torch.utils.tensorboard import SummaryWriter

            self.board = SummaryWriter(output / "tensorboard" / name)

    def step(self, step: int, loss: float, figures: dict[str, float], rate: float) -> None:
        self.bar.update()
        if self.file and (step % 20 == 1 or step == self.steps):
            figures = {"loss": loss, **figures}
            self.bar.set_postfix({key: f"{value:.3f}" for key, value in figures.items()} | {"rate": f"{rate:.1e}"})
            self._write(step, figures | {"rate": rate})

    def figure(self, step: int, key: str, value: float) -> None:
        if self.file:
            self.bar.write(f"{self.name}: step {step}, {key} {value:.4f}")
            self._write(step, {key: value})

    def _write(self, step: int, figures: dict[str, float]) -> None:
        self.file.write(json.dumps({"stage": self.name, "step": step, **figures}) + "\n")
        self.file.flush()
        if self.board:
            for key, value in figures.items():
                self.board.add_scalar(key, value, step)

    def close(self) -> None:
        self.bar.close()
        for target in (self.file, self.board):
            if target:
                target.close()
