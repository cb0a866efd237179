"""A warning before a reload that loses photos or kept answers: a session's memory ends with its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

LOST = ("photos", "roll", "kept")  # of the session's state
SCRIPT = Path(__file__).with_suffix(".js")


def warn_before_reload() -> None:
    """Let the browser ask before it leaves, as long as there is something to lose."""
    _component()(key="reload_warning", data={"holds": would_lose()}, height=1)


def would_lose() -> bool:
    return any(st.session_state.get(key) for key in LOST)


@cache
def _component() -> Callable:
    return st.components.v2.component("crossclip_reload_warning", js=SCRIPT.read_text(encoding="utf-8"))
