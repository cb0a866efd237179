"""How fast a run goes, and how long it waits."""

import time

import torch

from train.batches.batch import Batch
from train.engine.pace import Pace, memory, rows_of


def batch(photos, others):
    nothing = torch.empty(0, 3)
    labels, other_labels = torch.zeros(photos, dtype=torch.long), torch.zeros(others, dtype=torch.long)
    return Batch(torch.empty(photos, 3, 2, 2), labels, nothing, nothing, other_labels, nothing, nothing)


def test_photos_count_and_where_there_are_none_sightings():
    assert rows_of(batch(4, 9)) == 4
    assert rows_of(batch(0, 9)) == 9
    assert rows_of(torch.zeros(3)) == 3


def test_waiting_for_data_is_told_from_working(monkeypatch):
    clock = iter(range(100))
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
    pace = Pace(torch.device("cpu"), processes=2)  # 0
    assert len(list(pace.waiting(iter([batch(4, 0), batch(4, 0)])))) == 2  # 1 to 2, 3 to 4, and 5 for the end
    figures = pace.figures()  # 6
    assert figures["photos_a_second"] == round(2 * 8 / 6, 1)
    assert figures["data_wait"] == round(2 / 6, 3)
    assert pace.figures()["photos_a_second"] == 0, "since the last time"


def test_memory_is_that_of_this_process():
    assert memory(torch.device("cpu")) > 50e6
