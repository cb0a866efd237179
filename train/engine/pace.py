"""How a run fares: how fast, how long it waits for data, how much memory it takes."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from typing import TypeVar

import torch

T = TypeVar("T")
TIMED = ("photos_a_second", "data_wait", "memory_gb")
"""Names of the figures that another run of the same would not repeat."""


class Pace:
    """Figures since they were last asked for.

    Args:
        device: whose memory counts.
        processes: of the run, each of which takes as many rows.
    """

    def __init__(self, device: torch.device, processes: int = 1) -> None:
        self.device, self.processes = device, processes
        self._reset()

    def _reset(self) -> None:
        self.since, self.waited, self.rows = time.perf_counter(), 0.0, 0

    def waiting(self, batches: Iterator[T]) -> Iterator[T]:
        """The batches, while the time that they take to come is counted."""
        while True:
            begun = time.perf_counter()
            try:
                batch = next(batches)
            except StopIteration:
                return
            self.waited += time.perf_counter() - begun
            self.rows += rows_of(batch)
            yield batch

    def figures(self) -> dict[str, float]:
        """Photos a second over all processes (rows, where a batch has none), the part of the time in which this one
        waited for data, and the most memory that it has taken, in GB: the device's where it has its own."""
        seconds = max(time.perf_counter() - self.since, 1e-9)
        rate, wait = self.processes * self.rows / seconds, self.waited / seconds
        self._reset()
        return dict(zip(TIMED, (round(rate, 1), round(wait, 3), round(memory(self.device) / 1e9, 3)), strict=True))


def rows_of(batch: object) -> int:
    """Photos of a batch, or what else it has rows of."""
    for name in ("labels", "other_labels"):
        if len(rows := getattr(batch, name, ())):
            return len(rows)
    return len(batch) if hasattr(batch, "__len__") else 0


def memory(device: torch.device) -> int:
    """Bytes taken at most since the start: on the device, or by this process where it has no memory of its own."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
