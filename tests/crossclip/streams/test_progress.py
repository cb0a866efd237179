"""How far a long work has come."""

import pytest

from crossclip.streams import progress
from crossclip.streams.progress import Progress, duration


@pytest.mark.parametrize(("seconds", "words"), [(3, "3 s"), (150, "2 min"), (21900, "6 h 5 min")])
def test_durations(seconds, words):
    assert duration(seconds) == words


def test_a_log_says_what_is_done_how_fast_and_how_long_it_takes(monkeypatch, capsys):
    monkeypatch.setattr(progress, "SECONDS", 0.0)
    told = Progress(total=1000, done=500, words="process 1: ")
    told.step(100)
    told.close()
    assert capsys.readouterr().err.startswith("process 1: 600 of 1,000 rows, ")
    assert told.line(seconds=2) == "600 of 1,000 rows, 50.0 a second, 8 s left"


def test_a_short_work_says_nothing(capsys):
    told = Progress(total=2)
    told.step()
    told.close()
    assert capsys.readouterr().err == ""
