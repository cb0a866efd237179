import re
from urllib.parse import unquote

import pytest
from xstatic.pkg import leaflet

from crossclip import basemap
from crossclip.leaflet import DARK, LIGHT, MAX_ZOOM, OfflineMap, clicked_place, data_uri, pin
from crossclip.sighting import Sighting

LOADED = re.compile(r"""(?:src|href)=["']([^"']+)""")


def scripts(element):
    return dict(element.default_js)


def test_every_script_and_style_is_in_the_page():
    loaded = LOADED.findall(OfflineMap(location=(40, -98)).get_root().render())
    assert len(loaded) == 3  # Leaflet, its style sheet, and the base map
    assert all(address.startswith("data:") for address in loaded)


def test_street_tiles_come_from_outside_only_when_asked_for():
    assert "openstreetmap" not in OfflineMap(location=(40, -98)).get_root().render()
    assert "tile.openstreetmap.org" in OfflineMap(location=(40, -98), street_tiles=True).get_root().render()


def test_leaflet_is_the_installed_file_to_the_letter():
    with open(f"{leaflet.BASE_DIR}/leaflet.js", encoding="utf-8", newline="") as file:
        expected = file.read()
    head, _, body = scripts(OfflineMap(location=(0, 0)))["leaflet"].partition(",")
    assert head == "data:text/javascript;charset=utf-8"
    assert unquote(body) == expected


def test_data_uri_keeps_what_an_address_would_cut_off():
    text = "a % b # c\n\"d\" 'é' \\"
    uri = data_uri(text, "text/plain")
    assert not set("#\n ") & set(uri)
    assert unquote(uri.partition(",")[2]) == text


def test_base_map_draws_natural_earth_and_names_it():
    offline = OfflineMap(DARK, location=(0, 0))
    base = next(child for child in offline._children.values() if child._name == "BaseMap")
    script = unquote(scripts(base)["natural_earth"])
    assert basemap.land_geojson(tolerance=0.1).replace(", ", ",")[:60] in script
    page = offline.get_root().render()
    assert DARK.land in page
    assert LIGHT.land not in page
    assert basemap.CREDIT in page
    assert f'"maxZoom": {MAX_ZOOM}' in page


def test_pin_marks_the_place_without_a_picture_and_nothing_without_a_place():
    marker = next(iter(pin(Sighting(-74.0, 40.7))._children.values()))
    assert marker._name == "CircleMarker"
    assert marker.location == [40.7, -74.0]
    assert not pin(Sighting())._children


@pytest.mark.parametrize(
    ("clicked", "longitude"), [(-98.12345678, -98.1235), (190, -170), (-181, 179), (540, -180), (180, -180), (0, 0)]
)
def test_clicks_beyond_the_date_line_are_wrapped(clicked, longitude):
    assert clicked_place({"lat": 40.71234567, "lng": clicked}) == Sighting(longitude, 40.7123)
