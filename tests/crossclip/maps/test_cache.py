"""Tensors that are kept."""

import threading
import time

import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.maps.cache import TensorCache


def test_cache_keeps_the_most_recent_within_its_bytes():
    cache, computed = TensorCache(max_bytes=8 * 8), []

    def get(key: str) -> torch.Tensor:
        return cache.get(key, lambda: computed.append(key) or torch.zeros(8))

    for key in ("a", "b", "a", "c", "a", "b"):  # two fit: c drives out b, the least recent
        get(key)
    assert computed == ["a", "b", "c", "b"]


def test_cache_computes_once_for_many_threads_and_forgets_failures():
    cache, computed = TensorCache(10**6), []

    def compute() -> torch.Tensor:
        computed.append(1)
        time.sleep(0.05)
        return torch.ones(3)

    threads = [threading.Thread(target=cache.get, args=("key", compute)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(computed) == 1

    def fail() -> torch.Tensor:
        raise CrossClipError("not now")

    with pytest.raises(CrossClipError):
        cache.get("other", fail)
    assert cache.get("other", compute).sum() == 3
