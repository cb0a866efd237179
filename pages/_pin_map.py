"""The map that a pin is put on: Leaflet from the installed package, land from Natural Earth, nothing fetched."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import shapely
import streamlit as st
from xstatic.pkg import leaflet

from crossclip.maps import basemap
from crossclip.sighting import Sighting

ASSETS = Path(__file__).resolve().parent.parent / "assets"
TOLERANCE = 0.1  # degrees by which the drawn land may be off: a quarter of the bytes


def pin_map(place: Sighting, note: str, streets: bool, on_place: Callable[[Sighting], None], key: str) -> None:
    """Draw the map with a pin at `place`; none where the place is unknown.

    Args:
        note: words beside the pin.
        streets: draw OpenStreetMap instead of land; the one choice that uses the internet.
        on_place: takes the place that a person chose, before the page runs again.
    """
    library, pin = _components()
    library(key="leaflet", height=1)
    data = {
        "place": [place.latitude, place.longitude] if place.has_place else None,
        "note": note,
        "streets": streets,
    }
    pin(key=key, data=data, on_place_change=lambda: _chosen(st.session_state[key].place, on_place))


def _chosen(value: object, on_place: Callable[[Sighting], None]) -> None:
    latitude, longitude = value
    on_place(Sighting(longitude, latitude))


@cache
def _components() -> tuple[Callable, Callable]:
    """What is large and never changes, and what changes with every pin, so that only the latter is sent again."""
    library = st.components.v2.component(
        "crossclip_leaflet", css=_leaflet("leaflet.css"), js=_library_script(), isolate_styles=False
    )
    pin = st.components.v2.component(
        "crossclip_pin_map",
        html="<div class='pin-map' role='region' aria-label='Map: click to set the pin'></div>",
        css=(ASSETS / "pin_map.css").read_text(),
        js=(ASSETS / "pin_map.js").read_text(),
        isolate_styles=False,
    )
    return library, pin


def _library_script() -> str:
    """A module that leaves Leaflet in `L` and land and borders in the promise `naturalEarth`."""
    shapes = {"land": basemap.simple_land(TOLERANCE)}
    for kind in ("state", "country"):
        shapes[kind] = shapely.MultiLineString(basemap.border_lines(kind, TOLERANCE))
    drawn = ",".join(f'"{kind}":{shapely.to_geojson(shape)}' for kind, shape in shapes.items())
    world = f'{{"shapes":{{{drawn}}},"credit":{json.dumps(basemap.CREDIT)}}}'
    return (
        f"{_leaflet('leaflet.js')}\n(globalThis.naturalEarth ??= Promise.withResolvers()).resolve({world});\n"
        "export default () => {};\n"
    )


def _leaflet(name: str) -> str:
    return (files(leaflet) / "data" / name).read_text(encoding="utf-8")
