"""Controls that several pages have."""

from __future__ import annotations

import streamlit as st


def segmented(label: str, choices: tuple[str, ...], key: str) -> str:
    """One of a few; which one, `follow` has put into the session's state."""
    choice = st.segmented_control(label, choices, key=key, required=True, persist_state="session")
    assert choice is not None
    return choice
