"""What maps send from a browser, which is not to be trusted."""

from __future__ import annotations

from collections.abc import Callable

from crossclip.errors import CrossClipError
from crossclip.maps.land.relief import BACKGROUNDS, Background
from crossclip.maps.weeks import WEEKS
from crossclip.sighting import Sighting


def take_place(value: object, on_place: Callable[[Sighting], None]) -> None:
    """Hand on a place that was clicked, {"lat", "lng"}; what is off the globe, or no numbers, is no place."""
    if not isinstance(value, dict) or not {"lat", "lng"} <= value.keys():
        return
    try:
        place = Sighting.parse(value["lng"], value["lat"])
    except CrossClipError:
        return
    if place.has_place:
        on_place(place)


def take_background(value: object, on_background: Callable[[Background], None]) -> None:
    """Hand on a background that was chosen."""
    for known in BACKGROUNDS:
        if value == known:
            on_background(known)


def take_week(value: object, on_week: Callable[[int], None]) -> None:
    """Hand on a week that was chosen."""
    if type(value) is int and value in WEEKS:
        on_week(value)
