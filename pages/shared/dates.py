"""Dates: which there are, how one is chosen, and how it is said."""

from __future__ import annotations

from datetime import date as Date

import streamlit as st

EARLIEST, LATEST = Date(1900, 1, 1), Date(2100, 12, 31)
ANY_TIME, ON_A_DATE = "Any time of year", "On a date"


def mid_year() -> Date:
    return Date(Date.today().year, 7, 1)


def day_name(date: Date | None) -> str:
    """A date as it stands in a sentence; the year does not matter to the model."""
    return "at any time of year" if date is None else f"on {date.day} {date:%B}"


def date_control(key: str, default: Date | None) -> Date | None:
    """A date, or any time of year (None); kept while the session lasts."""
    when, day = f"{key}_when", f"{key}_day"
    st.session_state.setdefault(when, ANY_TIME if default is None else ON_A_DATE)
    st.session_state.setdefault(day, default or Date.today())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice = st.segmented_control(
            "Date", (ANY_TIME, ON_A_DATE), key=when, required=True, persist_state="session", width="content"
        )
        if choice == ANY_TIME:
            return None
        # Without `required`, which marks up the field in a way that screen readers may not follow.
        return st.date_input(
            "Day",
            min_value=EARLIEST,
            max_value=LATEST,
            key=day,
            persist_state="session",
            format="YYYY-MM-DD",
            label_visibility="collapsed",
            width=160,
        )
