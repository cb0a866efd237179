"""Names of files that say what is in them: northern-cardinal_week-27, without a year that nobody chose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date as Date

from crossclip.maps.weeks import day_words, week_of
from crossclip.sighting import Sighting

ANY_TIME, YEAR = "any-time", "year"


def slug(words: str) -> str:
    """Words as a part of a file's name: small letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def when_part(date: Date | None, by_week: bool = True) -> str:
    """The week of a date, as week-27, or its day, as 2-july; any-time without a date."""
    if date is None:
        return ANY_TIME
    return f"week-{week_of(date):02d}" if by_week else slug(day_words(date))


def place_part(place: Sighting) -> str:
    """A place as 46.78n-92.11w; blank without one."""
    if place.longitude is None or place.latitude is None:
        return ""
    north, east = ("n" if place.latitude >= 0 else "s"), ("e" if place.longitude >= 0 else "w")
    return f"{abs(place.latitude):.2f}{north}-{abs(place.longitude):.2f}{east}"


def file_stem(what: Iterable[str], when: str, *more: str) -> str:
    """The name of a file without its suffix: what it shows, when, and how, as in blue-jay_week-27_given-photo."""
    return "_".join(part for part in (*map(slug, what), when, *map(slug, more)) if part)
