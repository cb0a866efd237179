"""How far a long work has come: a bar on a terminal, a line a minute in a log."""

from __future__ import annotations

import sys
import time

SECONDS = 60.0


class Progress:
    """Counts rows.

    Args:
        total: rows in all; `done` of them were there before.
        words: stands before each line.
    """

    def __init__(self, total: int, done: int = 0, words: str = "") -> None:
        from tqdm import tqdm

        self.total, self.done, self.words = total, done, words
        self.begun = self.said = time.monotonic()
        self.fresh = 0
        self.bar = tqdm(total=total, initial=done, unit="row", disable=None)  # None: only on a terminal

    def step(self, rows: int = 1) -> None:
        """Count rows that were done; in a log, say once in `SECONDS` how far it is."""
        self.fresh += rows
        self.bar.update(rows)
        now = time.monotonic()
        if self.bar.disable and now - self.said >= SECONDS:
            self.said = now
            print(f"{self.words}{self.line(now - self.begun)}", file=sys.stderr, flush=True)

    def line(self, seconds: float) -> str:
        """What is done, how fast, and how long the rest will take."""
        rate = self.fresh / max(seconds, 1e-9)
        done = self.done + self.fresh
        left = (self.total - done) / rate if rate else 0.0
        return f"{done:,} of {self.total:,} rows, {rate:,.1f} a second, {duration(left)} left"

    def close(self) -> None:
        self.bar.close()


def duration(seconds: float) -> str:
    """In hours and minutes, or in seconds where it is less than two minutes."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
