"""Dates, chosen and said."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.dates import day_name


def script():
    import streamlit as st

    from pages.shared.dates import date_control, mid_year

    st.session_state.chosen = date_control("some", mid_year())


@pytest.mark.parametrize(
    ("day", "words"),
    [(None, "at any time of year"), (date(2024, 5, 1), "on 1 May"), (date(1999, 12, 31), "on 31 December")],
)
def test_a_date_in_a_sentence_has_no_year(day, words):
    assert day_name(day) == words


def test_a_date_or_any_time_of_year_is_chosen():
    app = AppTest.from_function(script).run()
    assert app.session_state.chosen == date(date.today().year, 7, 1)
    app.date_input[0].set_value(date(2024, 2, 29)).run()
    assert app.session_state.chosen == date(2024, 2, 29)
    app.segmented_control(key="some_when").set_value("Any time of year").run()
    assert app.session_state.chosen is None
    assert not app.date_input
