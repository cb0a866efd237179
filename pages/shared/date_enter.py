"""Dates that count with Enter."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

SCRIPT = Path(__file__).with_suffix(".js")


def dates_count_with_enter() -> None:
    """Let a date that was typed count with Enter, on every page."""
    _component()(key="date_enter", height=1)


@cache
def _component() -> Callable:
    return st.components.v2.component("crossclip_date_enter", js=SCRIPT.read_text(encoding="utf-8"))
