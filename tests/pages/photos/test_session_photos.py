"""The photos of a session, each with a place and a date of its own."""

from datetime import date

import pytest

from pages.answers.tables import bar_table
from pages.photos import session_photos
from tests.pages.app_runs import (
    DAY,
    choose_date,
    errors,
    located,
    photo_file,
    press,
    sighting,
    table,
    type_place,
    upload,
    words,
)


@pytest.mark.parametrize(
    ("gps", "taken", "origin"),
    [
        (True, True, "Place and date from the photo"),
        (True, False, "Place from the photo"),
        (False, True, "Date from the photo"),
    ],
)
def test_place_and_date_come_from_the_photo_each_on_its_own(app, gps, taken, origin):
    upload(app, located(gps, taken))
    assert sighting(app) == ("40.7100, -74.0000" if gps else "", date(2021, 5, 31) if taken else None)
    assert f"{origin}: move the pin" in words(app)
    choose_date(type_place(app, "10, 20"), DAY)
    assert sighting(app) == ("10, 20", DAY)
    assert "from the photo" not in words(app)


def test_a_place_given_before_any_photo_is_taken_for_photos_that_have_none(app):
    choose_date(type_place(app, "10, 20"), DAY)
    upload(app, photo_file())
    assert sighting(app) == ("10, 20", DAY)
    upload(app, located())
    assert sighting(app) == ("40.7100, -74.0000", date(2021, 5, 31))
    press(press(app, "Remove photo 2"), "Remove photo 1")
    assert app.header[0].value == "Likely at the pin, on 31 May"


def test_each_photo_keeps_its_own_place_date_and_answer(app, predictor):
    upload(app, photo_file(1), photo_file(2))
    choose_date(type_place(app, "40.7, -74"), DAY)
    second = table(app)
    press(app, "Photo 1")
    assert sighting(app) == ("", None)
    assert table(app) == bar_table(predictor.identify(photo_file(1)).top(5), {"Photo only": "photo_probability"})
    type_place(app, "10, 20")
    press(app, "Photo 2")
    assert sighting(app) == ("40.7, -74", DAY)
    assert table(app) == second
    press(app, "Photo 1")
    assert sighting(app) == ("10, 20", None)


def test_more_photos_than_a_session_keeps_are_refused(app, monkeypatch):
    monkeypatch.setattr(session_photos, "MOST", 2)
    (message,) = errors(upload(app, photo_file(1), photo_file(2), photo_file(3)))
    assert message == "**bird.jpg**: 2 photos are kept at a time: remove one to add another."
    assert errors(press(press(app, "Remove photo 2"), "Dismiss")) == []


def test_a_pin_is_offered_to_photos_that_have_none(app):
    upload(app, photo_file(1), located(taken=False), photo_file(2))
    choose_date(type_place(app, "10, 20"), DAY)
    press(app, "Same place and date for photos 1, 2")
    press(app, "Photo 1")
    assert sighting(app) == ("10, 20", DAY)
    press(app, "Photo 2")
    assert sighting(app) == ("40.7100, -74.0000", DAY)  # its own place, the lent date
    assert not [button for button in app.button if button.label.startswith("Same place")]
