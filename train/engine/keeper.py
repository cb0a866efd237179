"""The state of a run on the disk: one checkpoint, replaced by the next, written beside training.

What is written is a copy in the memory of the processor; a thread brings it to the disk while training goes on.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from torch import Tensor, nn
from torch.optim import Optimizer

from train.engine.checkpoint import Progress, copied, restore, snapshot, write
from train.engine.settings import LoopSettings
from train.identity import Identity


class Keeper:
    """Keeps a run: every so many steps, every so many minutes, and when it is told to.

    Args:
        modules: those with state to go on from, by name.
        identity: what the run's result depends on; only the same may go on.

    Attributes:
        best: the weights that were best on validation; none before the first one.
    """

    def __init__(
        self,
        path: Path,
        modules: dict[str, nn.Module],
        optimizer: Optimizer,
        identity: Identity,
        settings: LoopSettings,
    ) -> None:
        self.path, self.modules, self.optimizer, self.identity = path, modules, optimizer, identity
        self.every, self.seconds = settings.checkpoint_every, 60 * settings.checkpoint_minutes
        self._thread = ThreadPoolExecutor(1, "checkpoint")
        self._writing: Future[None] | None = None
        self._begun = time.monotonic()
        self.best: dict[str, Tensor] = {}

    def taken_up(self) -> Progress:
        """How far the run has come, which modules and optimiser then are as well.

        Raises:
            TrainingError: if its checkpoint is broken, or of other settings or data.
        """
        if not self.path.exists():
            return Progress()
        progress, self.best = restore(self.path, self.modules, self.optimizer, self.identity)
        return progress

    def note_best(self, module: nn.Module) -> None:
        """Remember the module's weights as the best so far; the next checkpoint has them."""
        self.best = copied(module.state_dict())

    def due(self, step: int) -> bool:
        """Whether a checkpoint should be written after this step.

        Raises:
            OutputError: if the one before could not be written.
        """
        if self._writing and self._writing.done():
            self.wait()
        by_time = self.seconds and time.monotonic() - self._begun >= self.seconds
        return bool(by_time or (self.every and step % self.every == 0))

    def keep(self, progress: Progress) -> None:
        """Copy the state as it is and have it written; waits for the one before."""
        self.wait()
        state = snapshot(self.modules, self.optimizer, progress, self.identity, self.best)
        self._begun = time.monotonic()
        self._writing = self._thread.submit(write, self.path, *state)

    def wait(self) -> None:
        """Until what was copied is on the disk.

        Raises:
            OutputError: if it could not be written.
        """
        writing, self._writing = self._writing, None
        if writing:
            writing.result()

    def close(self) -> None:
        try:
            self.wait()
        finally:
            self._thread.shutdown()
