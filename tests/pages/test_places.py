"""The Places page."""

import re

import pytest

from crossclip.words.text_query import TextQuery, read_text
from pages.shared import downloads
from tests.crossclip.maps.web.pages import decoded
from tests.pages.map_runs import address, shown, text


def test_places_are_coloured_for_north_america_and_the_world(places):
    app = places()
    assert app.header[0].value == "North America, on 1 July"
    data = shown(app)
    assert "palette" not in data
    assert decoded(data["panels"][0]["still"]).shape[1:] == (240, 4)
    app.segmented_control(key="places_area").set_value("World").run()
    assert app.header[0].value == "World, on 1 July"
    assert decoded(shown(app)["panels"][0]["still"]).shape[1:] == (360, 4)
    assert [button.label for button in app.download_button] == ["PNG", "SVG", "PDF", "CSV"]
    assert address(app) == {"area": "world"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({}, "places-in-colours_1-july_north-america.png"),
        ({"date": "2024-05-12", "area": "world"}, "places-in-colours_12-may_world.png"),
        ({"when": "any", "place": "46.78, -92.11"}, "places-like_46.78n-92.11w_any-time_north-america.png"),
        ({"text": "Blue Jay"}, "places-like-blue-jay_1-july_north-america.png"),
    ],
)
def test_files_are_called_by_what_was_asked_and_no_year(places, monkeypatch, query, name):
    names = []
    monkeypatch.setattr(downloads.st, "download_button", lambda label, make, name, **_: names.append(name))
    assert not places(**query).exception
    assert names[0] == name


def test_a_place_turns_the_map_into_likeness_to_it_and_there_is_a_way_back(places):
    app = places()
    colours = shown(app)
    app.text_input(key="places_place").set_value("41.75, -87.75").run()
    data = shown(app)
    assert app.header[0].value == "Places like 41.75, -87.75, on 1 July"
    assert "similarity to the chosen place" in data["meaning"].lower()
    assert decoded(data["panels"][0]["codes"])[int((75 - 41.75) / 0.5), int((170 - 87.75) / 0.5)].tolist() == [
        100,
        126,
        2,
    ]
    assert [button.label for button in app.download_button] == ["PNG", "SVG", "PDF", "CSV", "GeoJSON", "GeoTIFF"]
    next(button for button in app.button if button.label == "Back to the colours").click().run()
    assert shown(app) == colours
    assert address(app) == {}


def test_a_text_shows_where_places_agree_and_the_nearest_species(places, predictor, monkeypatch):
    app = places(text="Blue Jay")
    query = read_text(predictor, "Blue Jay")
    assert app.header[0].value == "Places that agree with “Blue Jay”, on 1 July"
    table = next(html.value for html in app.html if html.value.startswith("<table"))
    for near in query.nearest:
        assert near.species in table
        assert f"{near.cosine:.2f}" in table
    assert "does not say what its text encoder has read" in text(app)
    app.text_input(key="places_place").set_value("41.75, -87.75").run()
    assert app.text_input(key="places_text").value == ""
    assert address(app) == {"place": "41.75, -87.75"}


def test_nonsense_looks_like_nonsense_and_a_name_of_a_place_gets_help(places, monkeypatch):
    monkeypatch.setattr(TextQuery, "understood", False)
    app = places(text="New York")
    assert "palette" not in shown(app), "no map of agreement"
    (warning,) = app.warning
    assert "makes nothing of this text" in warning.value
    assert "click the map or type its name" in warning.value
    app.text_input(key="places_text").set_value("").run()
    app.text_input(key="places_place").set_value("New York").run()
    assert not app.error
    assert app.header[0].value == "Places like 40.71, -74.01, on 1 July"
    assert "New York City, New York, is taken." in text(app)
    app.text_input(key="places_place").set_value("New Yrok").run()
    assert "is not known as a place: perhaps" in app.error[0].value


def test_a_group_is_the_mean_of_its_species_and_says_which(places):
    app = places(text="chickadees")
    assert app.header[0].value == "Places that agree with “chickadee”, on 1 July"
    assert "The mean of 2 species: " in text(app)
    assert all(name in text(app) for name in ("Black-capped Chickadee", "Carolina Chickadee"))
    assert "palette" in shown(app)


def test_unknown_words_show_no_map_of_agreement(places):
    app = places(text="zorblax qwfpt")
    assert "palette" not in shown(app)
    assert "most of its words are unknown to it" in app.warning[0].value


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "![x](http://example.org/x.png)", "$x$ `y` _z_"])
def test_a_text_is_text_and_not_markup(places, monkeypatch, text):
    monkeypatch.setattr(TextQuery, "understood", True)
    app = places(text=text)
    shown(app)
    assert app.header[0].value.startswith("Places that agree with “")
    for mark in ("<", "![", "](", "$", "`", "_"):
        assert mark not in re.sub(r"\\.", "", app.header[0].value)
    assert all("<img" not in html.value for html in app.html if html.value.startswith("<table"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("area", "Mars"), ("date", "2024-02-30"), ("date", "0001-01-01"), ("place", "0,181"), ("when", "<b>")],
)
def test_a_hostile_link_to_places_is_one_sentence(places, name, value):
    app = places(**{name: value})
    shown(app)
    assert app.warning[0].value.startswith(f"The link was followed without its {name}, which is not ")
    assert app.header[0].value == "North America, on 1 July"


def test_a_link_to_places_brings_the_same_view(places):
    app = places(area="world", date="2024-01-15", place="34,-118")
    assert app.header[0].value == "Places like 34.00, -118.00, on 15 January"
    assert address(app)["date"] == "2024-01-15"
    assert places(when="any").header[0].value == "North America, at any time of year"
