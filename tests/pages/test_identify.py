"""The Identify page as a whole: it keeps what it was told, and the address holds it."""

from datetime import date

import pytest

from crossclip.predict import Predictor
from tests.pages.app_runs import (
    DAY,
    choose_date,
    located,
    open_app,
    photo_file,
    press,
    sighting,
    table,
    type_place,
    upload,
)


def test_a_new_pin_or_date_does_not_look_at_the_photo_again(app, monkeypatch):
    upload(app, photo_file())
    monkeypatch.setattr(Predictor, "embed_photos", lambda *_: pytest.fail("the photo was embedded again"))
    before = table(app)
    assert table(type_place(app, "10, 20")) != before
    choose_date(app, date(2024, 7, 1))
    assert not app.exception


def test_a_visit_to_another_page_loses_nothing(app):
    upload(app, photo_file(1), photo_file(2))
    choose_date(type_place(app, "40.7, -74"), date(2024, 2, 29))
    before = table(app)
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/identify.py").run()
    assert table(app) == before
    press(app, "Remove photo 2")
    assert sighting(app) == ("", None)
    assert [button.label for button in app.button if button.label.startswith("Photo")] == ["Photo 1"]


def test_a_link_brings_place_date_and_panel(monkeypatch, tiny_folder):
    app = open_app(monkeypatch, tiny_folder, place="40.7, -74", date="2024-05-31", view="here")
    assert sighting(app) == ("40.7000, -74.0000", DAY)
    assert len(app.dataframe) == 1
    press(app, "Any time of year")
    assert app.query_params == {"place": "40.7000, -74.0000", "view": "here"}


@pytest.mark.parametrize(
    "query", [{"place": "91, 0"}, {"place": "<script>"}, {"date": "2024-02-30"}, {"date": "9999-12-31"}, {"view": "x"}]
)
def test_what_an_address_should_not_hold_is_one_sentence(monkeypatch, tiny_folder, query):
    app = open_app(monkeypatch, tiny_folder, **query)
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("The link was followed without its ")
    assert "<" not in warning.value
    assert sighting(app) == ("", None)


def test_the_photo_is_never_in_the_address(app):
    upload(app, located())
    assert set(app.query_params) == {"place", "date"}
