"""The panels below an answer."""

from tests.pages.app_runs import open_panel, photo_file, press, upload


def panels(app) -> list[str]:
    return next(group for group in app.button_group if group.label == "Look closer").options


def test_panels_are_those_that_can_be_answered(app):
    assert panels(app) == ["What else is here"]
    upload(app, photo_file())
    assert len(panels(app)) == 7
    open_panel(app, "Cut out the bird")
    press(app, "Remove photo 1")
    assert panels(app) == ["What else is here"]
    assert not app.exception
