"""A place by its name: the field to write it in, what was found, and the town nearest to a pin."""

from __future__ import annotations

from typing import Any

import streamlit as st

from crossclip.gazetteer import find_place, nearest_town
from crossclip.sighting import Sighting, SightingError
from pages.shared.words import plain, sentence

OTHER_PLACE = "range_other_place"  # the second place of a chart, in the session's state
PLACE_KIND = "a place such as Duluth, MN or 40.71, -74.01"
PLACEHOLDER = "a town, latitude, longitude, or click the map"


def place_input(label: str, key: str, **options: Any) -> None:
    """A field for the name or the degrees of a place; `found_place` says what its text is.

    Args:
        key: of the text, in the session's state.
        options: as `st.text_input` takes them.
    """
    st.text_input(label, key=key, persist_state="session", **{"placeholder": PLACEHOLDER} | options)


def found_place(text: str) -> Sighting:
    """The place that a text names, none where it is blank or names none; what was found, and an error, are said."""
    if not text.strip():
        return Sighting()
    try:
        found = find_place(text)
    except SightingError as error:
        st.error(plain(sentence(error)))
        return Sighting()
    # A name that was found for certain stands in the field already.
    if said := found.remark or ("" if found.label else near_words(found.place)):
        st.caption(plain(sentence(said)))
    return found.place


def near_words(place: Sighting) -> str:
    """Where a place is, as "near Duluth, Minnesota"; blank without a place."""
    if place.longitude is None or place.latitude is None:
        return ""
    return nearest_town(place.longitude, place.latitude).words
