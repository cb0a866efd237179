"""Where the network looked."""

from tests.pages.app_runs import open_panel, photo_file, press, upload


def test_where_the_photo_was_looked_at_is_shown_on_demand_for_first_and_rival(app):
    upload(app, photo_file())
    before = len(app.image)
    open_panel(app, "Where it looked")
    assert not app.exception
    assert len(app.image) == before + 3
    app.slider[0].set_value(0.2).run()
    assert not app.exception
    press(app, "Remove photo 1")
    assert not app.exception
