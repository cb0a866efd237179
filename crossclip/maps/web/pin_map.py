"""A map with nothing but a pin on it."""

from __future__ import annotations

import folium

from crossclip.maps.land.extents import Extent
from crossclip.maps.land.relief import Background
from crossclip.maps.web.plugins import Pin
from crossclip.maps.web.web_map import WebMap
from crossclip.sighting import Sighting

VIEW = Extent(-126, 23, -66, 52)
STREETS = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
STREETS_CREDIT = "&copy; OpenStreetMap contributors"
ALT = "Map: click to set the pin, or press Enter for its middle; arrow keys move the pin"


def pin_map(
    place: Sighting = Sighting(),
    note: str = "",
    streets: bool = False,
    folder: str | None = None,
    title: str = "",
    background: Background = "plain",
) -> WebMap:
    """A map that a pin is put on.

    Args:
        place: where it is; none where the place is unknown.
        note: words beside the pin.
        streets: draw OpenStreetMap instead of land; the one choice that uses the internet.
        folder, title: as `WebMap` has them.
        background: what the land is drawn as at first; a button on the map switches it.
    """
    data = {"pin": written_pair(place), "note": note, "streets": streets, "alt": ALT, "background": background}
    drawn = WebMap(VIEW, data, folder, title)
    drawn.add_child(Pin())
    if streets:
        folium.TileLayer(STREETS, attr=STREETS_CREDIT, max_zoom=19, control=False).add_to(drawn.shown)
    return drawn


def written_pair(place: Sighting) -> list[float] | None:
    """A place as a browser is told it: longitude and latitude."""
    if place.longitude is None or place.latitude is None:
        return None
    return [place.longitude, place.latitude]
