"""Land and borders, as they are sent to a browser."""

import json
import re

import pytest

from pages.maps.outlines import outlines_script, shapes_script


def kept(script: str, promise: str) -> dict:
    """What a module keeps a promise with."""
    pattern = rf"\(globalThis\.{promise} \?\?= Promise\.withResolvers\(\)\)\.resolve\((.*)\);\nexport default .*\n"
    return json.loads(re.fullmatch(pattern, script, re.DOTALL)[1])


def test_outlines_are_lists_of_longitude_and_latitude_each_in_its_box():
    outlines = kept(outlines_script(1.0), "crossclipOutlines")
    assert set(outlines) == {"land", "country", "state"}
    for lines in outlines.values():
        for line in lines:
            west, south, east, north = line["box"]
            longitudes, latitudes = line["points"][::2], line["points"][1::2]
            assert (min(longitudes), max(longitudes)) == pytest.approx((west, east), abs=0.01)
            assert (min(latitudes), max(latitudes)) == pytest.approx((south, north), abs=0.01)
            assert -90 <= south <= north <= 90


def test_shapes_are_geojson_and_say_whose_they_are():
    world = kept(shapes_script(1.0), "naturalEarth")
    assert "Natural Earth" in world["credit"]
    assert {name: shape["type"] for name, shape in world["shapes"].items()} == {
        "land": "MultiPolygon",
        "state": "MultiLineString",
        "country": "MultiLineString",
    }
