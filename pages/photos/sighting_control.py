"""Where and when a photo was taken, or what is asked about without one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from crossclip.maps.land.coverage import few_records
from crossclip.sighting import Sighting
from pages.maps.place_search import found_place, place_input
from pages.photos.session_photos import SessionPhoto, date_key, lacking, lend, place_key
from pages.shared.dates import EARLIEST, LATEST
from pages.shared.model import load_atlas


def sighting_control(photo: SessionPhoto | None) -> Sighting:
    """Place and date of a photo, or of what is asked about without one."""
    state, place, date = st.session_state, place_key(photo), date_key(photo)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place_input("Place", place)
        st.button("No place", on_click=state.update, args=({place: ""},), disabled=not state[place])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            "Date",
            value=None,
            key=date,
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            persist_state="session",
        )
        st.button("Any time of year", on_click=state.update, args=({date: None},), disabled=state[date] is None)
    _offer(photo)
    return replace(found_place(state[place]), date=state[date])


def _offer(photo: SessionPhoto | None) -> None:
    """A button that gives the place and date of a photo to the others that lack them."""
    if photo is None or not (others := lacking(photo)):
        return
    names = ", ".join(str(other.number) for other in others)
    st.button(
        f"Same place and date for photo{'s' * (len(others) > 1)} {names}",
        on_click=lend,
        args=(photo,),
        help="Only what they lack is filled in.",
    )


def support_note(sighting: Sighting) -> str | None:
    """A warning where the model has learned from no record near the pin."""
    if sighting.longitude is None or sighting.latitude is None:
        return None
    coverage = load_atlas().coverage
    if coverage is None or coverage.supports([sighting.longitude], [sighting.latitude], sighting.date)[0]:
        return None
    few = few_records(coverage, sighting.date)
    return f"Few or no records near this place ({few}): what the model makes of the place is a guess."
