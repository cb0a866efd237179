"""The same photo elsewhere and in other seasons."""

import dataclasses

from crossclip.sighting import Sighting
from pages.answers import what_if
from pages.answers.tables import leading_of_all, small_multiples
from pages.answers.what_if import PLACES, in_seasons
from tests.pages.app_runs import (
    DAY,
    NEW_YORK,
    choose_date,
    errors,
    open_panel,
    photo_file,
    type_place,
    upload,
)


def multiples(answers) -> str:
    return small_multiples(answers, leading_of_all(list(answers.values()), 4))


def test_the_same_photo_in_four_seasons_and_at_four_places(app, predictor, monkeypatch):
    monkeypatch.setattr(what_if, "LEAST", 0.0)
    upload(app, photo_file())
    choose_date(type_place(app, "40.7, -74"), DAY)
    photo = predictor.embed_photos([photo_file()])
    open_panel(app, "What if: seasons")
    seasons = in_seasons(dataclasses.replace(NEW_YORK, date=DAY))
    answers = dict(zip(seasons, predictor.answers(photo, list(seasons.values())), strict=True))
    assert multiples(answers) in [element.value for element in app.html]
    open_panel(app, "What if: places")
    app.multiselect[0].set_value(["Chicago", "10, 20"]).run()
    asked = {"Chicago": dataclasses.replace(PLACES["Chicago"], date=DAY), "10, 20": Sighting(20, 10, DAY)}
    answers = dict(zip(asked, predictor.answers(photo, list(asked.values())), strict=True))
    assert multiples(answers) in [html.value for html in app.html]
    assert errors(app.multiselect[0].set_value(["Chicago", "<b>here</b>"]).run()) == [
        "'\\<b\\>here\\</b\\>' is not known as a place: write a town such as Duluth, MN, or coordinates such as "
        '"46.8, -92.1".'
    ]


def test_where_nothing_differs_it_is_said(app, monkeypatch):
    monkeypatch.setattr(what_if, "LEAST", 1.1)
    upload(app, photo_file())
    open_panel(app, "What if: places")
    (said,) = [info.value for info in app.info if "make no difference" in info.value]
    assert said.startswith("These places make no difference: it is ")
    assert any("What the places alone say" in element.value for element in app.markdown)


def test_seasons_are_those_of_the_half_of_the_earth():
    assert next(iter(in_seasons(Sighting()))) == "Winter, 15 January"
    assert next(iter(in_seasons(Sighting(150, -33)))) == "Summer, 15 January"
