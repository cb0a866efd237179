"""Bringing what is new on a page into sight, where it came out of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st


def into_view(target: str, token: str | int | None) -> None:
    """Scroll to the container of a key when the token is another one than before, unless its top is in sight.

    Args:
        token: what is shown in the container; None and the first one of a visit move nothing.
    """
    _component()(key=f"into_view_{target}", data={"target": target, "token": token}, height=1)


@cache
def _component() -> Callable:
    script = Path(__file__).with_name("into_view.js").read_text(encoding="utf-8")
    return st.components.v2.component("crossclip_into_view", js=script)
