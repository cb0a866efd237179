"""The map with a pin: what it is told, and what it says."""

import json

from streamlit.testing.v1 import AppTest

from crossclip.sighting import Sighting
from pages.maps.from_browser import written_pair
from tests.pages.app_runs import located, type_place, upload


def told(app: AppTest) -> dict:
    assert not app.exception
    (pin,) = (e.proto for e in app.get("bidi_component") if e.proto.component_name == "crossclip_pin_map")
    return json.loads(pin.json)


def test_a_place_is_longitude_and_latitude():
    assert written_pair(Sighting(-74, 40.7)) == [-74, 40.7]
    assert written_pair(Sighting()) is None


def test_the_pin_is_where_the_page_says(app):
    assert told(app) == {"place": None, "note": "", "streets": False}
    assert told(type_place(app, "40.7, -74"))["place"] == [-74, 40.7]
    app.toggle(key="streets").set_value(True).run()
    assert told(app)["streets"]


def test_the_pin_says_where_its_place_is_from(app):
    assert told(upload(app, located())) == {"place": [-74, 40.71], "note": "place from the photo", "streets": False}
