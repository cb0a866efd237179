"""What PyTorch's loaders give, and the end of their processes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from torch.utils.data import DataLoader

T = TypeVar("T")


def each(loader: DataLoader[T]) -> Iterator[T]:
    """What a loader gives. Its processes end with it, also after an error, which would keep them as long as anybody
    keeps the error."""
    batches = iter(loader)
    try:
        yield from batches
    finally:
        if loader.num_workers:
            batches._shutdown_workers()  # type: ignore[attr-defined]
