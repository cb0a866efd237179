"""Sessions take turns: thirty threads that fight over one interpreter spend most of their time on the fight."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local

AT_ONCE = 2  # runs of a page: while one computes outside the interpreter, another goes on
PATIENCE = 5.0  # seconds after which a run goes on without a turn, so that nobody waits for what hangs elsewhere
QUIET = 0.5  # seconds without a turn, after which work that can wait is begun


class Turns:
    """As many turns as there may be runs at once. A thread has one at most."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE, quiet: float = QUIET) -> None:
        self.at_once, self.patience, self.quiet = at_once, patience, quiet
        self.taken, self._last = 0, time.monotonic()
        self._changed = Condition()
        self._own = local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and have it; who has one keeps it."""
        if self._had:
            yield
            return
        self._take()
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Leave one's turn, if one has it, to others meanwhile."""
        if not self._had:
            yield
            return
        self._give_back()
        yield
        self._take()  # not after an error, which ends the run

    def await_quiet(self) -> None:
        """Wait until nobody has had a turn for a while, for work that can wait."""
        while (left := self.quiet - (time.monotonic() - self._last)) > 0 or self.taken:
            time.sleep(max(left, self.quiet / 10))

    @property
    def _had(self) -> bool:
        return getattr(self._own, "had", False)

    def _take(self) -> None:
        with self._changed:
            self._own.had = self._changed.wait_for(lambda: self.taken < self.at_once, self.patience)
            self.taken += self._own.had

    def _give_back(self) -> None:
        with self._changed:
            self.taken -= self._own.had
            self._own.had, self._last = False, time.monotonic()
            self._changed.notify()


TURNS = Turns()
"""Of all sessions of this server."""
