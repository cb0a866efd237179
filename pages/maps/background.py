"""Whether land has light and shadow: chosen on any map, for all maps of the session, their figures and the address."""

from __future__ import annotations

import streamlit as st

from crossclip.maps.land.relief import BACKGROUNDS, Background
from pages.links.address import hold

NAME = "background"  # in the address and in the session's state
PLAIN = BACKGROUNDS[0]


def follow_background() -> None:
    """Take the background that the address asks for, if any, and keep it in the address of all pages."""
    state = st.session_state
    if NAME not in state:
        asked = st.query_params.get(NAME)
        state[NAME] = next((known for known in BACKGROUNDS if known == asked), PLAIN)
    hold(NAME, None if state[NAME] == PLAIN else state[NAME])


def background() -> Background:
    """What the land is drawn as; asked while a page runs, since a download that is made later knows no session."""
    chosen: Background = st.session_state.get(NAME, PLAIN)
    return chosen


def set_background(chosen: Background) -> None:
    st.session_state[NAME] = chosen
