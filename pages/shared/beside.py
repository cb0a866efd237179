"""Waiting for what is computed beside a page, or can wait itself."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextlib import contextmanager

import streamlit as st

from pages.shared.turns import TURNS

ASKED = "asked_beside"  # of the session's state; nothing is kept there
LOOK = 0.1  # seconds between two looks at whether it is there, or the person has asked for something else


def wait(work: Future[None]) -> None:
    """Wait until it is done, unless the person does something: then Streamlit ends this run of the page.

    It does so where the session's state is asked for something, which unlike a message costs next to nothing.
    """
    with TURNS.apart():
        while not work.done():
            wait_for([work], timeout=LOOK)
            _look()


@contextmanager
def after_others() -> Iterator[None]:
    """Let the answers of all others go first; as `wait`, unless the person does something."""
    with TURNS.after_all(_look):
        yield


def _look() -> None:
    st.session_state.get(ASKED)
