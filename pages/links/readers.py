"""What the values of an address can be, each read from text that is not to be trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date as Date
from typing import Any

from crossclip.errors import CrossClipError
from crossclip.gazetteer import find_place
from crossclip.predict import Predictor
from crossclip.sighting import Sighting, parse_date


class LinkError(CrossClipError):
    """A value in an address that cannot be used."""


def species_reader(predictor: Predictor) -> Callable[[str], str]:
    """Reads a common or scientific name; gives the common name."""
    return lambda text: predictor.species[predictor.find_species(text)]


def choice_reader(choices: Mapping[str, Any]) -> Callable[[str], Any]:
    """Reads one of a few words; gives what it stands for."""

    def read(text: str) -> Any:
        if text not in choices:
            raise LinkError(f"choose one of {', '.join(choices)}")
        return choices[text]

    return read


def number_reader(lowest: int, highest: int) -> Callable[[str], int]:
    """Reads a whole number between two limits."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
            raise LinkError(f"write a whole number from {lowest} to {highest}")
        return int(text)

    return read


def date_reader(earliest: Date, latest: Date) -> Callable[[str], Date]:
    """Reads YYYY-MM-DD between two days."""

    def read(text: str) -> Date:
        date = parse_date(text)
        if date is None or not earliest <= date <= latest:
            raise LinkError(f"write a day from {earliest} to {latest}")
        return date

    return read


def read_place(text: str) -> Sighting:
    """A place from "latitude, longitude" or from the name of a town, as `find_place` reads it; blank is no place.

    Raises:
        SightingError: with one sentence that says what would be right.
    """
    return find_place(text).place if text.strip() else Sighting()


def written_place(place: Sighting) -> str:
    """A place as a text field and an address hold it."""
    return f"{place.latitude:.4f}, {place.longitude:.4f}" if place.has_place else ""


def place_text_reader(text: str) -> str:
    """Reads a place; gives it as `written_place` does."""
    return written_place(read_place(text))
