"""Results that are dear to compute and large to keep, shared by threads."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Condition

from cachetools import LRUCache, cached
from torch import Tensor


class TensorCache:
    """The most recently used tensors, up to so many bytes in all.

    Threads that ask for the same tensor at once wait for one computation of it; those that ask
    for another are not held up. Tensors are shared: do not write to them.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        kept: LRUCache[Hashable, Tensor] = LRUCache(max_bytes, getsizeof=lambda tensor: tensor.nbytes)
        decorate = cached(kept, key=lambda key, compute: key, condition=Condition())
        self._get: Callable[[Hashable, Callable[[], Tensor]], Tensor] = decorate(lambda key, compute: compute())

    def get(self, key: Hashable, compute: Callable[[], Tensor]) -> Tensor:
        """The tensor kept under `key`, computed if need be."""
        return self._get(key, compute)
