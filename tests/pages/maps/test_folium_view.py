"""Folium's maps on a page: what they are told, and what they tell."""

import json

import pytest
import streamlit as st

from crossclip.maps.web import pin_map
from crossclip.sighting import Sighting
from pages.maps import folium_view
from tests.pages.app_runs import located, type_place, upload
from tests.pages.map_runs import shown


def test_the_pin_is_where_the_page_says_with_the_nearest_town(app):
    data = shown(app)
    assert (data["pin"], data["note"], data["streets"]) == (None, "", False)
    data = shown(type_place(app, "40.7, -74"))
    assert data["pin"] == [-74, 40.7]
    assert data["note"].startswith("near ")
    app.toggle(key="streets").set_value(True).run()
    assert shown(app)["streets"]


def test_the_pin_says_where_its_place_is_from(app):
    data = shown(upload(app, located()))
    assert data["pin"] == [-74, 40.71]
    assert data["note"].endswith("place from the photo")


def test_a_pin_sends_little_and_the_map_stays(app):
    def arguments() -> dict:
        return json.loads(next(e.proto for e in app.get("component_instance")).json_args)

    before = arguments()
    after = type_place(app, "40.7, -74") and arguments()
    assert len(json.dumps(after)) < 10_000
    assert after["script"] == before["script"], "else the browser would build the map anew"
    assert all(link.startswith("../../app/static/maps/") for link in after["js_links"] + after["css_links"])


@pytest.mark.parametrize(
    ("said", "places", "weeks"),
    [
        ({"place": {"lat": 41.9, "lng": -87.6}, "turn": 1}, [Sighting(-87.6, 41.9)], []),
        ({"week": 5, "turn": 1}, [], [5]),
        ({"week": 99}, [], []),
        ({"background": "relief", "turn": 2}, [], []),
        ({}, [], []),
    ],
)
def test_a_click_is_a_place_and_the_player_tells_a_week(monkeypatch, said, places, weeks):
    taken, given = ([], []), {}
    monkeypatch.setattr("streamlit_folium.st_folium", lambda drawn, **options: given.update(options))
    folium_view._show(pin_map(), "map", 400, taken[0].append, taken[1].append)
    monkeypatch.setattr(st, "session_state", {"map": said})
    given["on_change"]()
    assert taken == (places, weeks)
    assert given["returned_objects"] == []


def test_after_a_choice_what_is_shown_is_sent_anew_also_where_the_page_undid_it(monkeypatch):
    given, sent = {}, []
    monkeypatch.setattr(st, "session_state", {"map": {"week": 5}})
    monkeypatch.setattr("streamlit_folium.st_folium", lambda drawn, **options: given.update(options))
    for choose in (False, True, False):
        folium_view._show(pin_map(), "map", 400, lambda place: None)
        (content,) = given["feature_group_to_add"]._children.values()
        sent.append(content.data)
        if choose:
            given["on_change"]()
    assert sent[0] == sent[1] != sent[2]
