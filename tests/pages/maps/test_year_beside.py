"""The year comes after the map, and once."""

from concurrent.futures import Future

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from pages.maps import year_beside
from pages.shared.turns import TURNS
from tests.pages.map_runs import shown


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


def test_waiting_ends_with_the_year(monkeypatch):
    year: Future[None] = Future()
    state = State(lambda looks: year.set_result(None) if looks == 3 else None)
    monkeypatch.setattr(year_beside.st, "session_state", state)
    monkeypatch.setattr(year_beside, "LOOK", 0.001)
    with TURNS.turn():
        year_beside.wait(year)
    assert state.looks == 3


def test_waiting_ends_when_the_person_asks_for_something_else(monkeypatch):
    def stop(looks: int) -> None:
        raise StopException

    monkeypatch.setattr(year_beside.st, "session_state", State(stop))
    monkeypatch.setattr(year_beside, "LOOK", 0.001)
    with pytest.raises(StopException), TURNS.turn():
        year_beside.wait(Future())
    assert TURNS.taken == 0


def test_asking_the_state_of_a_session_lets_streamlit_end_a_run():
    from streamlit.runtime.state.safe_session_state import SafeSessionState
    from streamlit.runtime.state.session_state import SessionState

    asked = []
    assert "range_species" not in SafeSessionState(SessionState(), lambda: asked.append(True))
    assert asked


class LateYear(Future):
    """There when it is asked for the second time, while the page is being drawn."""

    asked = 0

    def done(self):
        self.asked += 1
        return self.asked > 1


def test_a_year_that_comes_while_the_page_is_drawn_is_shown(range_map, monkeypatch):
    late = LateYear()
    monkeypatch.setattr("pages.maps.year_beside.year_beside", lambda *given: late)
    assert shown(range_map())["panels"][0]["year"]


def test_the_map_is_drawn_before_its_year(range_map, monkeypatch):
    drawn_first = []
    monkeypatch.setattr("pages.maps.year_beside.wait", lambda year: drawn_first.append(year) or year.result())
    app = range_map(species="Northern Cardinal")
    assert shown(app)["panels"][0]["year"]
    assert len(drawn_first) <= 1
