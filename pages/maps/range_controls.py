"""What can be chosen of a range map, and how the address holds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date

import streamlit as st

from crossclip.maps.values.readings import Reading, ReadingError, check_reading
from crossclip.maps.weeks import MID_YEAR, WEEKS
from crossclip.sighting import Sighting
from pages.links.address import Parameter
from pages.links.readers import (
    choice_reader,
    number_reader,
    place_text_reader,
    species_reader,
    written_place,
)
from pages.maps.place_search import OTHER_PLACE, PLACE_KIND, found_place, place_input
from pages.shared.controls import segmented
from pages.shared.model import load_predictor
from pages.shared.words import sentence

FIRST = "European Starling"
ONE_WEEK, WHOLE_YEAR = "One week", "Whole year"
FOR_SPECIES, GIVEN_PHOTO = "For the species", "Given this photo"
SIDE_BY_SIDE, DIFFERENCE = "Side by side", "Difference"
NEXT_BIRD, ON_A_VISIT = "Next bird", "On a morning's visit"


def parameters() -> tuple[Parameter, ...]:
    predictor = load_predictor()
    species, known = species_reader(predictor), "a species this model knows"
    first = FIRST if FIRST in predictor.species else sorted(predictor.species)[0]
    return (
        Parameter("species", "range_species", first, known, species),
        Parameter("other", "range_other", None, known, species),
        _choice("view", "range_view", SIDE_BY_SIDE, difference=DIFFERENCE),
        _choice("when", "range_when", ONE_WEEK, year=WHOLE_YEAR),
        Parameter("week", "range_week", MID_YEAR, "a week from 1 to 52", number_reader(WEEKS[0], WEEKS[-1])),
        _choice("mode", "range_mode", FOR_SPECIES, photo=GIVEN_PHOTO),
        _choice("reading", "range_reading", NEXT_BIRD, visit=ON_A_VISIT),
        Parameter("place", "range_place", "", PLACE_KIND, place_text_reader),
        Parameter("beside", OTHER_PLACE, "", PLACE_KIND, place_text_reader),
    )


def _choice(name: str, key: str, default: str, **others: str) -> Parameter:
    words = {choice: word for word, choice in others.items()}
    return Parameter(name, key, default, f"one of: {', '.join(others)}", choice_reader(others), words.__getitem__)


def species_controls() -> tuple[str, str | None]:
    predictor = load_predictor()
    scientific = dict(zip(predictor.species, predictor.config.scientific_names, strict=True))
    names = sorted(predictor.species)

    def shown(name: str) -> str:
        return f"{name} ({scientific[name]})" if scientific[name] else name

    left, right = st.columns(2, gap="medium")
    with left:
        species = st.selectbox("Species", names, key="range_species", format_func=shown, persist_state="session")
    with right:
        other = st.selectbox(
            "Compare with",
            names,
            index=None,
            key="range_other",
            format_func=shown,
            placeholder="No other species",
            persist_state="session",
        )
    return species, other if other != species else None


def reading_control(species: Sequence[str], date: Date | None, given_photo: bool) -> tuple[Reading, str]:
    """The reading of the maps of species, and, where there is but one, why: a sentence."""
    config = load_predictor().config
    chosen = st.session_state.range_reading == ON_A_VISIT
    if not config.surveyed and not chosen:
        return "next", ""
    try:
        for name in species:
            check_reading(config, name, "visit", date, given_photo)
    except ReadingError as reason:
        return "next", sentence(reason)
    return ("visit" if segmented("Reading", (NEXT_BIRD, ON_A_VISIT), "range_reading") == ON_A_VISIT else "next"), ""


def place_control() -> Sighting:
    place_input("Value at a place", "range_place", width=330)
    return found_place(st.session_state.range_place)


def set_place(place: Sighting) -> None:
    st.session_state.range_place = written_place(place)


def set_week(week: int) -> None:
    st.session_state.range_week = week
