"""Sessions take turns: thirty threads that fight over one interpreter spend most of their time on the fight."""

from __future__ import annotations

import time
from bisect import insort
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from threading import Event, Lock, local, main_thread

AT_ONCE = 2  # runs of a page: while one computes outside the interpreter, another goes on
PATIENCE = 5.0  # seconds after which a run goes on without a turn, so that nobody waits for what hangs elsewhere
QUIET = 2.0  # seconds without a turn, after which work that can wait is begun: a browser takes so long to draw a page
Waiting = tuple[float, Event]  # since when, and what is set when the turn has come


class Turns:
    """As many turns as there may be runs at once. A thread has one at most."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE, quiet: float = QUIET) -> None:
        self.at_once, self.patience, self.quiet = at_once, patience, quiet
        self.taken, self._last = 0, time.monotonic()
        self._changing = Lock()
        self._waiting: list[Waiting] = []  # longest first
        self._own = local()

    @contextmanager
    def turn(self, more: bool = False) -> Iterator[None]:
        """Wait for a turn and have it; who has one keeps it.

        Args:
            more: another one is needed for the same answer, and is had before those who asked since.
        """
        if self._had:
            yield
            return
        self._take()
        try:
            yield
        finally:
            self._give_back()
            if not more:
                self._own.since = None

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Leave one's turn, if one has it, to others meanwhile."""
        if not self._had:
            yield
            return
        self._give_back()
        yield
        self._take()  # not after an error, which ends the run

    @contextmanager
    def after_all(self, look: Callable[[], object], every: float = 0.05) -> Iterator[None]:
        """Leave one's turn, if one has it, to whoever wants one, and have the next that nobody wants.

        Args:
            look: called every so many seconds meanwhile; may raise, and then there is no turn.
        """
        had = self._had
        self._give_back()
        while not self._take_free():
            time.sleep(every)
            look()
        try:
            yield
        finally:
            if not had:
                self._give_back()

    def await_quiet(self) -> bool:
        """Wait until nobody has had a turn for a while, for work that can wait.

        Returns:
            whether it may begin; not if the server ends, which waits for its threads.
        """
        while going_on := main_thread().is_alive():
            if not self.taken and time.monotonic() - self._last >= self.quiet:
                break
            time.sleep(self.quiet / 10)
        return going_on

    @property
    def _had(self) -> bool:
        return getattr(self._own, "had", False)

    def _take(self) -> None:
        self._own.since = getattr(self._own, "since", None) or time.monotonic()
        called = Event()
        waiting = self._own.since, called
        if not self._take_free(waiting):
            self._own.had = called.wait(self.patience) or self._gave_up(waiting)

    def _take_free(self, waiting: Waiting | None = None) -> bool:
        """Whether there was a turn that nobody has, which this thread then has; if not, it joins those who wait."""
        with self._changing:
            if free := self.taken < self.at_once:
                self.taken += 1
                self._own.had = True
            elif waiting:
                insort(self._waiting, waiting, key=itemgetter(0))
        return free

    def _gave_up(self, waiting: Waiting) -> bool:
        """Leave the queue; whether the turn came in the very moment."""
        with self._changing:
            if left := waiting in self._waiting:
                self._waiting.remove(waiting)
        return not left

    def _give_back(self) -> None:
        if not self._had:
            return
        self._own.had = False
        with self._changing:
            self._last = time.monotonic()
            if self._waiting:
                _, called = self._waiting.pop(0)  # has it now
                called.set()
            else:
                self.taken -= 1


TURNS = Turns()
"""Of all sessions of this server."""
