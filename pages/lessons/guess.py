"""A question with a few answers to press, of which one is right; what follows is shown once one was pressed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st


def guess(question: str, answers: Sequence[str], right: str | None, key: str) -> str | None:
    """Ask, and give the answer that was pressed; None before.

    Args:
        right: the right answer; None where it is not told yet.
        key: where the session keeps what was pressed.
    """
    chosen: str | None = st.session_state.get(key)
    st.markdown(f"**{question}**")
    with st.container(horizontal=True, key=f"{key}_answers"):
        for number, answer in enumerate(answers):
            st.button(
                answer,
                key=f"{key}_{number}",
                icon=_icon(answer, chosen, right),
                on_click=st.session_state.update,
                args=({key: answer},),
                disabled=chosen is not None,
            )
    return chosen


def verdict(chosen: str, right: str) -> str:
    return "Right." if chosen == right else f"Your guess was: {chosen}."


def _icon(answer: str, chosen: str | None, right: str | None) -> str | None:
    if chosen is None:
        return None
    if answer == right:
        return ":material/check:"
    return ":material/arrow_right:" if answer == chosen else None
