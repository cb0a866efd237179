"""The step with the map: the pin moves, the answer follows."""

from pages.lessons.findings import Season
from pages.lessons.steps import PLACE, season_table
from tests.pages.app_runs import press, words


def test_the_pin_changes_the_answer_and_comes_back(app):
    app.switch_page("pages/lesson.py").run()
    app.query_params["step"] = "2"
    app.run()
    app.button(key="lesson_guess_2_0").click().run()
    here = app.session_state[PLACE]
    before = words(app)
    app.session_state[PLACE] = "10, 20"
    app.run()
    assert words(app) != before
    press(app, "Back to where it was seen")
    assert app.session_state[PLACE] == here
    assert words(app) == before


def test_the_likeliest_season_fills_its_bar():
    html = season_table([Season("Winter", "15 January", 0.01), Season("Summer", "15 July", 0.02)])
    assert html.count("<tr>") == 3
    assert "width:50.0%" in html
    assert "width:100.0%" in html
