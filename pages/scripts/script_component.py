"""Scripts that a page runs in the browser, each a component without a look of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st


@cache
def script_component(name: str) -> Callable:
    """The component of the script of a name in this folder; called, it runs it with its `data`."""
    script = Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")
    return st.components.v2.component(f"crossclip_{name}", js=script)
