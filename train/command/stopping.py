"""A run that is asked to stop: it finishes its step, keeps its state and says so."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import torch
from torch import distributed


class Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """Training that stopped because it was asked to; the message says where it goes on."""


class Asked:
    """Whether SIGTERM has come, as a scheduler sends it before it takes the machine away."""

    def __init__(self) -> None:
        self.here = False

    def note(self, number: int, frame: FrameType | None) -> None:
        self.here = True

    def anywhere(self, device: torch.device) -> bool:
        """Whether it has come to any process: all of them stop after the same step."""
        if not (distributed.is_available() and distributed.is_initialized()) or distributed.get_world_size() == 1:
            return self.here
        heard = torch.tensor(int(self.here), device=device)
        distributed.all_reduce(heard)
        return bool(heard.item())


@contextmanager
def listening() -> Iterator[Asked]:
    """Meanwhile SIGTERM does not end the process, but is noted."""
    asked = Asked()
    if threading.current_thread() is not threading.main_thread():  # only that one hears signals
        yield asked
        return
    before = signal.signal(signal.SIGTERM, asked.note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGTERM, before)
