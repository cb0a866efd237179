"""Sessions take turns: thirty threads that fight over one interpreter spend most of their time on the fight."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, local

AT_ONCE = 2  # runs of a page: while one computes outside the interpreter, another goes on
PATIENCE = 5.0  # seconds after which a run goes on without a turn, so that nobody waits for what hangs elsewhere
QUIET = 0.5  # seconds without a turn, after which work that can wait is begun


class Turns:
    """As many turns as there may be runs at once. A thread has one at most."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE, quiet: float = QUIET) -> None:
        self.at_once, self.patience, self.quiet = at_once, patience, quiet
        self.taken, self._last = 0, time.monotonic()
        self._changing, self._waiting = Lock(), deque[Event]()
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
        called = Event()
        with self._changing:
            if free := self.taken < self.at_once:
                self.taken += 1
            else:
                self._waiting.append(called)
        self._own.had = free or called.wait(self.patience) or self._gave_up(called)

    def _gave_up(self, called: Event) -> bool:
        """Leave the queue; whether the turn came in the very moment."""
        with self._changing:
            if not called.is_set():
                self._waiting.remove(called)
            return called.is_set()

    def _give_back(self) -> None:
        if not self._had:
            return
        self._own.had = False
        with self._changing:
            self._last = time.monotonic()
            if self._waiting:
                self._waiting.popleft().set()  # who waits longest has it now
            else:
                self.taken -= 1


TURNS = Turns()
"""Of all sessions of this server."""
