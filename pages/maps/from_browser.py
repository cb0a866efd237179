"""What maps send from a browser, which is not to be trusted. A place is [longitude, latitude], both ways."""

from __future__ import annotations

from collections.abc import Callable

from crossclip.errors import CrossClipError
from crossclip.maps.weeks import WEEKS
from crossclip.sighting import Sighting


def take_place(value: object, on_place: Callable[[Sighting], None]) -> None:
    """Hand on a place that was chosen; one that is off the globe, or no pair of numbers, is no place."""
    if not isinstance(value, list) or len(value) != 2:
        return
    try:
        place = Sighting.parse(*value)
    except CrossClipError:
        return
    on_place(place)


def take_week(value: object, on_week: Callable[[int], None]) -> None:
    """Hand on a week that was chosen."""
    if type(value) is int and value in WEEKS:
        on_week(value)


def written_pair(place: Sighting) -> list[float] | None:
    """A place as a browser is told it."""
    if place.longitude is None or place.latitude is None:
        return None
    return [place.longitude, place.latitude]
