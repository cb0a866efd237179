"""The view in the address, so that a link, a reload or "back" brings it again. Addresses are untrusted.

A page lists what its address holds as `Parameter`s, calls `follow` before it draws its controls and
`publish` after; one whose address holds nothing calls `publish` alone, so that it is known to have been
visited. What is at its default is left out of the address; a photo is never in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

import streamlit as st

from crossclip.errors import CrossClipError
from crossclip.predict import Predictor
from crossclip.sighting import Sighting, SightingError, parse_date

LONGEST = 200  # characters of a value that is worth reading
_LAST = "link_last"


class LinkError(CrossClipError):
    """A value in an address that cannot be used."""


@dataclass(frozen=True)
class Parameter:
    """One value of a view.

    Attributes:
        name: in the address.
        key: in the session's state.
        kind: what the value has to be, as "a week from 1 to 52".
        read: from the address's text; raises CrossClipError for what cannot be.
        write: to the address's text.
    """

    name: str
    key: str
    default: Any
    kind: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


@dataclass(frozen=True)
class _Published:
    page: str
    query: dict[str, str]
    values: list[Any]


def follow(page: str, parameters: Sequence[Parameter]) -> None:
    """Bring the session's state to what the address says; say in a sentence what of it cannot be used.

    A page opened from the menu has a bare address and keeps the state that the session has.
    """
    state, query = st.session_state, _query(parameters)
    for parameter in parameters:
        state.setdefault(parameter.key, parameter.default)
    last = state.get(_LAST)
    stayed = last is not None and last.page == page
    # A control that was moved sends the address as it was before: then the control is right.
    if (stayed and (query == last.query or _values(parameters) != last.values)) or not (stayed or query):
        return
    wrong = []
    for parameter in parameters:
        try:
            state[parameter.key] = _read(parameter, query)
        except CrossClipError:
            state[parameter.key] = parameter.default
            wrong.append(parameter)
    if wrong:
        # The value itself is not repeated: it may hold markup.
        left_out = "; ".join(f"its {parameter.name}, which is not {parameter.kind}" for parameter in wrong)
        st.warning(f"The link was followed without {left_out}.")


def publish(page: str, parameters: Sequence[Parameter] = ()) -> None:
    """Bring the address to what the session's state says."""
    values = _values(parameters)
    pairs = zip(parameters, values, strict=True)
    query = {parameter.name: parameter.write(value) for parameter, value in pairs if value != parameter.default}
    if query != st.query_params.to_dict():
        st.query_params.from_dict(query)
    st.session_state[_LAST] = _Published(page, query, values)


def plain(text: str) -> str:
    """Text from outside as Markdown that shows it as it stands, without pictures, links or formulas."""
    return re.sub(r"([\\`*_\[\]<>$~])", r"\\\1", text)


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
    """A place from "latitude, longitude"; blank is no place.

    Raises:
        SightingError: with one sentence that says what would be right.
    """
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    if len(parts) not in (0, 2):
        raise SightingError("write a place as latitude, longitude in decimal degrees, such as 40.71, -74.01")
    latitude, longitude = parts or (None, None)
    return Sighting.parse(longitude, latitude)


def written_place(place: Sighting) -> str:
    """A place as a text field and an address hold it."""
    return f"{place.latitude:.4f}, {place.longitude:.4f}" if place.has_place else ""


def place_text_reader(text: str) -> str:
    """Reads a place; gives it as `written_place` does."""
    return written_place(read_place(text))


def _read(parameter: Parameter, query: Mapping[str, str]) -> Any:
    if parameter.name not in query:
        return parameter.default
    if len(query[parameter.name]) > LONGEST:
        raise LinkError("the value is too long")
    return parameter.read(query[parameter.name])


def _query(parameters: Sequence[Parameter]) -> dict[str, str]:
    names = {parameter.name for parameter in parameters}
    return {name: value for name, value in st.query_params.to_dict().items() if name in names}


def _values(parameters: Sequence[Parameter]) -> list[Any]:
    return [st.session_state[parameter.key] for parameter in parameters]
