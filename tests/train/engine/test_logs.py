"""What a run tells while it goes."""

from tests.train.helpers import all_entries, entries, learn
from train.engine.pace import TIMED


def test_tensorboard_shows_what_metrics_hold(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    learn([1.0] * 25, tmp_path, lambda weight: -weight, steps=25, validate_every=10, tensorboard=True)
    board = EventAccumulator(str(tmp_path / "tensorboard" / "line")).Reload()
    assert [(e.step, e.value) for e in board.Scalars("loss")] == [(1, 0), (21, -20), (25, -24)]
    assert [(e["step"], e["loss"]) for e in entries(tmp_path) if "loss" in e] == [(1, 0), (21, -20), (25, -24)]
    assert [(e.step, e.value) for e in board.Scalars("validation")] == [(10, 10), (20, 20)]
    assert all(e["stage"] == "line" for e in entries(tmp_path))


def test_a_run_tells_how_it_fares(tmp_path):
    learn([2.0] * 25, tmp_path, steps=25)
    first, *_, last = all_entries(tmp_path)
    assert first["gradient"] == 2.0
    for entry in (first, last):
        assert entry.keys() >= set(TIMED)
        assert entry["photos_a_second"] > 0
        assert 0 <= entry["data_wait"] <= 1
        assert entry["memory_gb"] > 0.05
