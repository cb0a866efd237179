"""The processes that decode photos beside the one that learns."""

from __future__ import annotations

import os
import signal

MOST = 16
WORTH_A_PROCESS = 64
"""Photos below which starting a process takes longer than decoding them."""


def worker_count(asked: int, photos: int) -> int:
    """How many processes decode that many photos.

    Args:
        asked: -1 for what the cores that this process may use allow, one of them left to training, where several
            processes of a run share them.
    """
    if asked >= 0:
        return asked
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    share = cores // int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    return min(max(share - 1, 0), MOST, photos // WORTH_A_PROCESS)


def leave_signals(worker: int) -> None:
    """What asks a run to stop is for the process that learns: it lets its workers go."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
