"""How many processes decode photos."""

import os

from train.batches.workers import MOST, worker_count


def test_workers_follow_the_cores(monkeypatch):
    monkeypatch.delenv("LOCAL_WORLD_SIZE", raising=False)
    for cores, workers in ((1, 0), (2, 1), (8, 7), (64, MOST)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: set(range(cores)), raising=False)
        assert worker_count(-1, 100_000) == workers
    assert worker_count(3, 1) == 3, "as asked"
    assert worker_count(-1, 70) == 1, "not worth more"
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "4")
    assert worker_count(-1, 100_000) == 15, "of 64 cores four processes share"
