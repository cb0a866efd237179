"""Places by name in the app: found, told where they are not, and safe whatever was written."""

import pytest

from crossclip.sighting import Sighting
from pages.maps.place_search import near_words
from tests.pages.app_runs import errors, open_app, sighting, table, type_place, words


def test_a_town_is_a_place_as_its_degrees_are(app):
    named = table(type_place(app, "Duluth, MN"))
    assert errors(app) == []
    assert table(type_place(app, "46.7833, -92.1066")) == named
    assert "Near Duluth, Minnesota." in words(app)


def test_what_a_name_was_taken_for_is_said(app):
    type_place(app, "Duluth")
    assert "Duluth, Minnesota, is taken, the largest town of that name: for another write Duluth, Georgia." in words(
        app
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dulluth", "'Dulluth' is not known as a place: perhaps Duluth, Minnesota is meant."),
        ("[x](http://a)", "'\\[x\\](http://a)' is not known as a place"),
    ],
)
def test_a_name_that_is_no_place_is_one_sentence_and_nothing_is_lost(app, text, told):
    unknown = table(app)
    (message,) = errors(type_place(app, text))
    assert message.startswith(told)
    assert table(app) == unknown
    assert sighting(app)[0] == text


def test_a_link_may_name_a_town(monkeypatch, tiny_folder):
    app = open_app(monkeypatch, tiny_folder, place="Duluth, MN")
    assert sighting(app)[0] == "46.7833, -92.1066"
    assert not app.warning


def test_a_pin_says_its_nearest_town():
    assert near_words(Sighting(-92.1, 46.8)) == "near Duluth, Minnesota"
    assert near_words(Sighting()) == ""
