"""Trackers that Accelerate knows follow a run by option."""

import pytest

from crossclip.errors import CrossClipError
from tests.train.helpers import learn
from train.engine.settings import LoopSettings
from train.engine.trackers import check_trackers, open_trackers


def test_a_tracker_gets_what_metrics_hold(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    learn([1.0] * 21, tmp_path, steps=21, trackers=["tensorboard"])
    board = EventAccumulator(str(tmp_path / "trackers" / "line")).Reload()
    assert [(e.step, e.value) for e in board.Scalars("line/loss")] == [(1, 0), (21, -20)]


def test_an_unknown_tracker_is_refused_before_the_run():
    with pytest.raises(CrossClipError, match=r"there is no tracker 'wandbx': use one of aim, "):
        LoopSettings(trackers=["wandbx"])


def test_one_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr("accelerate.tracking.get_available_trackers", lambda: ["tensorboard"])
    with pytest.raises(CrossClipError, match="wandb is not installed: pip install it; here are tensorboard"):
        check_trackers(["wandb"])


def test_none_is_the_rule():
    assert open_trackers([], "run", None, {}) == []
