"""Answers are kept on Identify, and forgotten when asked."""

from tests.pages.app_runs import photo_file, press, type_place, upload


def labels(app) -> list[str]:
    assert not app.exception
    return [button.label for button in app.button]


def test_without_a_photo_there_is_nothing_to_keep(app):
    assert "Keep this answer" not in labels(app)


def test_answers_at_two_places_are_two_lines_that_stay_when_the_photo_goes(app):
    upload(app, photo_file())
    press(app, "Keep this answer")
    press(type_place(app, "40.7, -74"), "Keep this answer")
    press(app, "Keep this answer")
    press(app, "Remove photo 1")
    shown = app.dataframe[0].value
    assert shown["About"].tolist() == ["Photo 1", "Photo 1"]
    assert shown["Place"].tolist() == ["", "40.70, -74.00"]
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/identify.py").run()
    assert len(app.dataframe[0].value) == 2
    press(app, "Forget them")
    assert not app.dataframe
