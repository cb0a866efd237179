"""What a run tells while it goes."""

from tests.train.helpers import entries, learn


def test_tensorboard_shows_what_metrics_hold(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    learn([1.0] * 25, tmp_path, lambda weight: -weight, steps=25, validate_every=10, tensorboard=True)
    board = EventAccumulator(str(tmp_path / "tensorboard" / "line")).Reload()
    assert [(e.step, e.value) for e in board.Scalars("loss")] == [(1, 0), (21, -20), (25, -24)]
    assert [(e["step"], e["loss"]) for e in entries(tmp_path) if "loss" in e] == [(1, 0), (21, -20), (25, -24)]
    assert [(e.step, e.value) for e in board.Scalars("validation")] == [(10, 10), (20, 20)]
    assert all(e["stage"] == "line" for e in entries(tmp_path))
