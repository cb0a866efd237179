"""The map that a pin is put on: Leaflet from the installed package, land from Natural Earth, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import streamlit as st
from xstatic.pkg import leaflet

from crossclip.sighting import Sighting
from pages.maps.from_browser import take_place, written_pair
from pages.maps.outlines import shapes_script

FOLDER = Path(__file__).resolve().parent
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
    data = {"place": written_pair(place), "note": note, "streets": streets}
    pin(key=key, data=data, on_place_change=lambda: take_place(st.session_state[key].place, on_place))


@cache
def _components() -> tuple[Callable, Callable]:
    """What is large and never changes, and what changes with every pin, so that only the latter is sent again."""
    script = f"{_leaflet('leaflet.js')}\n{shapes_script(TOLERANCE)}"  # leaves Leaflet in `L`
    library = st.components.v2.component(
        "crossclip_leaflet", css=_leaflet("leaflet.css"), js=script, isolate_styles=False
    )
    pin = st.components.v2.component(
        "crossclip_pin_map",
        html="<div class='pin-map' role='region' aria-label='Map: click to set the pin'></div>",
        css=(FOLDER / "pin_map.css").read_text(),
        js=(FOLDER / "pin_map.js").read_text(),
        isolate_styles=False,
    )
    return library, pin


def _leaflet(name: str) -> str:
    return (files(leaflet) / "data" / name).read_text(encoding="utf-8")
