"""Drawing that can be repeated: what each step draws, and which part of it each process takes.

Every step draws from its own generator, seeded by (seed, step): a resumed run sees the very batches
that an uninterrupted one would have seen, and no random state has to be saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

from crossclip.errors import CrossClipError

RowsT = TypeVar("RowsT", Tensor, list[tuple[int, int]])


@dataclass(frozen=True)
class Part:
    """Which of several processes this is: each takes every `count`-th row of a step."""

    index: int = 0
    count: int = 1

    def of(self, rows: RowsT) -> RowsT:
        """Its share of the rows of a step.

        Raises:
            CrossClipError: if they cannot be shared evenly, as gathering embeddings needs.
        """
        if len(rows) % self.count:
            raise CrossClipError(
                f"{len(rows)} rows a step cannot be shared evenly by {self.count} processes: make "
                "classes x photos_per_class x views, and sightings, multiples of their number"
            )
        return rows[self.index :: self.count]


def step_generator(seed: int, step: int) -> torch.Generator:
    """Of what a step draws, whichever process it runs in."""
    return torch.Generator().manual_seed(seed * 1_000_003 + step)


def draw(pool: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """`count` of the pool without repeats as far as it reaches."""
    if count <= len(pool):
        return pool[torch.randperm(len(pool), generator=generator)[:count]]
    return pool[torch.randint(len(pool), (count,), generator=generator)]
