"""Checkpoints by time, written beside training."""

import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from crossclip.files import OutputError
from tests.train.helpers import learn
from train.engine import keeper
from train.engine.checkpoint import about, checkpoint_file


def stream(*events):
    """Numbers of which some do something before they come."""
    for event in events:
        yield event() if callable(event) else event


def test_checkpoints_come_by_time(tmp_path, monkeypatch):
    clock = iter(range(0, 10_000, 30))
    monkeypatch.setattr(keeper, "time", SimpleNamespace(monotonic=lambda: next(clock)))  # the keeper's clock alone
    steps, write = [], keeper.write

    def noted(path, tensors, said):
        write(path, tensors, said)
        steps.append(about(path)[0].step)

    monkeypatch.setattr(keeper, "write", noted)
    learn([1.0] * 9, tmp_path, steps=9, checkpoint_minutes=2)
    assert steps == [4, 8, 9], "every two minutes of half-minute steps, and at the end"


def test_training_goes_on_while_a_checkpoint_of_the_step_before_is_written(tmp_path, monkeypatch):
    going_on, write = threading.Event(), keeper.write

    def slow(path, tensors, said):
        assert going_on.wait(20), "training waited"
        write(path, tensors, said)

    monkeypatch.setattr(keeper, "write", slow)

    class Numbers(list):
        def __getitem__(self, part):
            return stream(1.0, 2.0, lambda: going_on.set() or 3.0)

    assert learn(Numbers(), tmp_path, steps=3, checkpoint_every=2)[-1] == -6


def test_a_checkpoint_that_cannot_be_written_stops_the_run_and_the_last_one_stays(tmp_path, monkeypatch):
    write, written = Path.write_bytes, []

    def full(path, content):
        written.append(path)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        learn([1.0, 1.0, 1.0, 1.0], tmp_path, steps=4, checkpoint_every=1)
    assert about(checkpoint_file(tmp_path, "line"))[0].step == 1
    time.sleep(0)
    assert learn([1.0, 1.0, 1.0, 1.0], tmp_path, steps=4)[-1] == -4, "the same run goes on"
