"""What PyTorch's loaders give, and the end of their processes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch.utils.data import DataLoader


def each(loader: DataLoader[Any]) -> Iterator[Any]:
    """The batches of a loader. Its processes end with them, also after an error, which would keep them as long as
    anybody keeps the error."""
    batches = iter(loader)
    try:
        yield from batches
    finally:
        if loader.num_workers:
            batches._shutdown_workers()  # type: ignore[attr-defined]
