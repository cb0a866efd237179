"""A warning before a reload that loses photos or kept answers: a session's memory ends with its page."""

from __future__ import annotations

import streamlit as st

from pages.scripts.script_component import script_component

LOST = ("photos", "roll", "kept")  # of the session's state


def warn_before_reload() -> None:
    """Let the browser ask before it leaves, as long as there is something to lose."""
    script_component("reload_warning")(key="reload_warning", data={"holds": would_lose()}, height=1)


def would_lose() -> bool:
    return any(st.session_state.get(key) for key in LOST)
