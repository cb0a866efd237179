"""What if: the same photo elsewhere, or in another season, as small multiples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date

import streamlit as st

from crossclip.answer import write_answers
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from pages.answers.tables import leading_of_all, small_multiples
from pages.links.readers import read_place
from pages.photos.session_photos import SessionPhoto
from pages.shared.downloads import download_buttons
from pages.shared.model import load_predictor
from pages.shared.words import plain, sentence

MOST, SPECIES = 4, 4
PLACES = {
    "Chicago": Sighting(-87.63, 41.88),
    "Los Angeles": Sighting(-118.24, 34.05),
    "Miami": Sighting(-80.19, 25.76),
    "New York": Sighting(-73.97, 40.78),
    "Seattle": Sighting(-122.33, 47.61),
    "Denver": Sighting(-104.99, 39.74),
    "Houston": Sighting(-95.37, 29.76),
    "Montreal": Sighting(-73.57, 45.50),
    "Anchorage": Sighting(-149.90, 61.22),
    "Mexico City": Sighting(-99.13, 19.43),
}
FIRST = tuple(PLACES)[:MOST]
SEASONS = ("Winter", "Spring", "Summer", "Autumn")  # from January, north of the equator


def at_places(sighting: Sighting) -> dict[str, Sighting]:
    """A control of up to four places, and what is chosen in it; the date stays."""
    st.session_state.setdefault("what_if_places", list(FIRST))
    chosen = st.multiselect(
        f"Up to {MOST} places, towns or latitude, longitude",
        list(PLACES),
        key="what_if_places",
        max_selections=MOST,
        accept_new_options=True,
        persist_state="session",
    )
    sightings = {}
    for name in chosen:
        try:
            sightings[name] = replace(PLACES.get(name) or read_place(name), date=sighting.date)
        except CrossClipError as error:
            st.error(plain(sentence(error)))
    return sightings


def in_seasons(sighting: Sighting) -> dict[str, Sighting]:
    """The middle of each season, at the same place."""
    south = sighting.latitude is not None and sighting.latitude < 0
    names = SEASONS[2:] + SEASONS[:2] if south else SEASONS
    days = (Date(2024, month, 15) for month in (1, 4, 7, 10))
    return {f"{name}, {day.day} {day:%B}": replace(sighting, date=day) for name, day in zip(names, days, strict=True)}


def show_multiples(photo: SessionPhoto, asked: dict[str, Sighting], stem: str) -> None:
    """The answers to several sightings of one photo, beside each other."""
    from crossclip.answer_figures import multiples_figure

    answers = dict(zip(asked, load_predictor().answers(photo.embedding, list(asked.values())), strict=True))
    species = leading_of_all(list(answers.values()), SPECIES)
    st.html(small_multiples(answers, species))
    st.caption("The same photo each time: only what is written above a table differs. All bars have one scale.")
    title = "What if it had been taken elsewhere or in another season?"
    download_buttons(
        stem,
        lambda: multiples_figure(answers, species, title),
        {"csv": lambda path: write_answers(path, zip(asked.values(), answers.values(), strict=True))},
        key="what_if",
    )
