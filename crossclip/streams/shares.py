"""Which of several processes this is, on one machine or many, as torchrun and accelerate launch say it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """One of `count` processes that answer a table together, through the folder of its parts."""

    index: int = 0
    count: int = 1

    @classmethod
    def here(cls) -> Share:
        """That of this process: all, where nothing says that there are others."""
        return cls(int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1")))

    def of(self, parts: Sequence[int]) -> list[int]:
        """The parts that fall to it: none falls to two, whatever is there already."""
        return [part for part in parts if part % self.count == self.index]

    @property
    def writes(self) -> bool:
        """Whether it is the one that makes one file of all parts."""
        return self.index == 0


def device_of(device: str) -> str:
    """The device of this process: of several GPUs, its own."""
    return f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if device == "cuda" and "LOCAL_RANK" in os.environ else device
