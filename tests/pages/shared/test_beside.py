"""Waiting for what is computed beside."""

from concurrent.futures import Future

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from pages.shared import beside
from pages.shared.turns import TURNS


class State(dict):
    """A session's state that is asked for something now and then."""

    def __init__(self, asked):
        super().__init__()
        self.asked, self.looks = asked, 0

    def get(self, key, default=None):
        self.looks += 1
        assert TURNS.taken == 0, "others have their turn meanwhile"
        self.asked(self.looks)
        return default


def test_waiting_ends_with_the_work(monkeypatch):
    work: Future[None] = Future()
    state = State(lambda looks: work.set_result(None) if looks == 3 else None)
    monkeypatch.setattr(beside.st, "session_state", state)
    monkeypatch.setattr(beside, "LOOK", 0.001)
    with TURNS.turn():
        beside.wait(work)
    assert state.looks == 3


def test_waiting_ends_when_the_person_asks_for_something_else(monkeypatch):
    def stop(looks: int) -> None:
        raise StopException

    monkeypatch.setattr(beside.st, "session_state", State(stop))
    monkeypatch.setattr(beside, "LOOK", 0.001)
    with pytest.raises(StopException), TURNS.turn():
        beside.wait(Future())
    assert TURNS.taken == 0


def test_asking_the_state_of_a_session_lets_streamlit_end_a_run():
    from streamlit.runtime.state.safe_session_state import SafeSessionState
    from streamlit.runtime.state.session_state import SessionState

    asked = []
    assert "anything" not in SafeSessionState(SessionState(), lambda: asked.append(True))
    assert asked
