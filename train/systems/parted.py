"""The trials of a table parted among the processes that torchrun or a scheduler started, on one machine or several.

Each process trains and answers by itself: a trial is what it is on one process, and none waits for another's step.
They meet in the folder of the table, where each file has one writer.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from crossclip.streams.shares import Share

LEADERS = {"geoprior": "photo"}
"""Systems that answer with the trained system of another one: one process trains both, the other one first."""
POLL = 2.0
"""Seconds between two looks for what another process makes."""
ItemT = TypeVar("ItemT")


def parted(share: Share, names: Sequence[str], seeds: Sequence[int] = (0,)) -> list[tuple[int, str]]:
    """The trials, as seed and name, that fall to a process, each behind the one that it needs.

    The same trial falls to the same process, whatever is done already, while the number of processes stays.
    """
    led = {name: LEADERS[name] for name in names if LEADERS.get(name) in names}
    units = [(seed, name) for seed in seeds for name in names if name not in led]
    own = [units[index] for index in share.of(range(len(units)))]
    return [(seed, one) for seed, name in own for one in (name, *(n for n in names if led.get(n) == name))]


def wait_for(items: Sequence[ItemT], there: Callable[[ItemT], bool]) -> None:
    """Until the other processes have made everything; says once what it waits for."""
    missing = [item for item in items if not there(item)]
    if missing:
        print(f"waiting for what other processes make: {', '.join(map(str, missing))}", file=sys.stderr, flush=True)
    while missing:
        time.sleep(POLL)
        missing = [item for item in missing if not there(item)]
