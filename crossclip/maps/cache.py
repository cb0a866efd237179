"""Results that are dear to compute and large to keep, shared by threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock

from torch import Tensor


class TensorCache:
    """The most recently used tensors, up to so many bytes in all.

    Threads that ask for the same tensor at once wait for one computation of it; those that ask
    for another are not held up. Tensors are shared: do not write to them.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._entries: OrderedDict[Hashable, Future[Tensor]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, compute: Callable[[], Tensor]) -> Tensor:
        """The tensor kept under `key`, computed if need be; what `compute` raises reaches all who wait."""
        with self._lock:
            entry = self._entries.get(key)
            first = entry is None
            if first:
                entry = self._entries[key] = Future()
            self._entries.move_to_end(key)
        if first:
            try:
                entry.set_result(compute())
            except BaseException as error:
                with self._lock:
                    self._entries.pop(key, None)
                entry.set_exception(error)
            self._evict()
        return entry.result()

    def _evict(self) -> None:
        with self._lock:
            sizes = {key: entry.result().nbytes for key, entry in self._entries.items() if entry.done()}
            excess = sum(sizes.values()) - self.max_bytes
            for key, size in sizes.items():
                if excess <= 0:
                    break
                del self._entries[key]
                excess -= size
