"""Dates that count with Enter."""

from __future__ import annotations

from pages.scripts.script_component import script_component


def dates_count_with_enter() -> None:
    """Let a date that was typed count with Enter, on every page."""
    script_component("date_enter")(key="date_enter", height=1)
