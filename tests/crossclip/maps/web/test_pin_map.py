"""The map with nothing but a pin."""

from crossclip.maps.web.pin_map import pin_map, written_pair
from crossclip.sighting import Sighting
from tests.crossclip.maps.web.pages import shown


def page(*given, **options) -> str:
    return pin_map(*given, **options).whole().get_root().render()


def test_a_place_is_longitude_and_latitude():
    assert written_pair(Sighting(-74, 40.7)) == [-74, 40.7]
    assert written_pair(Sighting()) is None


def test_the_pin_is_where_it_is_said_to_be_with_its_words():
    data = shown(page(Sighting(-74, 40.7), "place from the photo"))
    assert (data["pin"], data["note"], data["streets"]) == ([-74, 40.7], "place from the photo", False)
    assert shown(page())["pin"] is None


def test_streets_are_the_one_thing_from_outside_and_only_when_asked_for():
    assert "openstreetmap" not in page()
    assert "tile.openstreetmap.org" in page(streets=True)
