"""Projector mode: larger type, and of the pages with a map only map and answer."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.links.address import hold

NAME = "projector"  # in the address and in the session's state
ON = "on"
BARE = ("", "range_map", "places")  # addresses of pages of which only map and answer are left
FOLDER = Path(__file__).resolve().parent


def projector_switch(page: str) -> None:
    """The switch at the top of every page, and what it does to this one.

    Args:
        page: its address.
    """
    state = st.session_state
    state.setdefault(NAME, st.query_params.get(NAME) == ON)
    with st.container(key="projector_switch", width="content"):
        st.toggle("Projector", key=NAME, persist_state="session")
    hold(NAME, ON if state[NAME] else None)
    if state[NAME]:
        st.html(FOLDER / "projector.css")
        if page in BARE:
            st.html(FOLDER / "projector_bare.css")
