"""What can be looked at more closely below an answer: one panel at a time, computed when it is opened."""

from __future__ import annotations

import streamlit as st

from crossclip.sighting import Sighting
from pages.answers.compared import compare
from pages.answers.could_be import show_places
from pages.answers.here import what_else_is_here
from pages.answers.looked import where_it_looked
from pages.answers.shown import Shown
from pages.answers.what_if import at_places, in_seasons, show_multiples
from pages.photos.cut_control import cut_control
from pages.photos.session_photos import SessionPhoto
from pages.scripts.into_view import into_view

HERE, COMPARED, COULD_BE, PLACES, SEASONS, LOOKED, CUT = (
    "What else is here",
    "Side by side",
    "Where it could be",
    "What if: places",
    "What if: seasons",
    "Where it looked",
    "Cut out the bird",
)
VIEWS = {
    "cut": CUT,
    "compared": COMPARED,
    "here": HERE,
    "where": COULD_BE,
    "places": PLACES,
    "seasons": SEASONS,
    "looked": LOOKED,
}
WITHOUT_PHOTO = (COMPARED, HERE)


def look_closer(photo: SessionPhoto | None, sighting: Sighting, shown: Shown, key: str) -> None:
    """A row of panels to choose from, and the one that is chosen.

    Args:
        key: of the choice, in the session's state.
    """
    panels = [
        panel
        for panel in VIEWS.values()
        if (photo or panel in WITHOUT_PHOTO) and (panel != COMPARED or shown.explanation is not None)
    ]
    if st.session_state[key] not in panels:
        st.session_state[key] = None
    with st.container(key="closer"):
        chosen = st.pills("Look closer", panels, key=key, persist_state="session")
        if chosen == HERE:
            what_else_is_here(sighting)
        elif chosen == COMPARED and shown.explanation is not None:
            compare(shown.explanation)
        elif photo is not None:
            _about_the_photo(chosen, photo, sighting, shown)
    into_view("closer", chosen)


def _about_the_photo(chosen: str | None, photo: SessionPhoto, sighting: Sighting, shown: Shown) -> None:
    if chosen == CUT:
        cut_control(photo)
    elif chosen == COULD_BE:
        show_places(photo, sighting)
    elif chosen == LOOKED:
        where_it_looked(photo, [name for name in (shown.species, shown.rival) if name], sighting)
    elif chosen == PLACES and (asked := at_places(sighting)):
        show_multiples(photo, asked, "places")
    elif chosen == SEASONS:
        show_multiples(photo, in_seasons(sighting), "seasons")
