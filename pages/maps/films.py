"""The year as a film, made when it is asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock

import streamlit as st

from crossclip.maps.drawing.animation import FORMATS, Maps, write_year
from crossclip.maps.values.scales import Scale
from pages.maps.background import background
from pages.shared.model import model_words

KEPT, DRAWING = "film", "Drawing the weeks of the year"
_making = Lock()  # a film takes a core for seconds: one at a time leaves the others to those who click


def film_buttons(stem: str, columns: Callable[[], Sequence[Maps]], scale: Scale | None) -> None:
    """Buttons that make a film of the year, and then one that saves it.

    Args:
        stem: of the file's name, which also says what the film is of.
        columns: gives, for each map beside others, the maps of its weeks; see `year_frames`.
    """
    kept: tuple[str, bytes] | None = st.session_state.get(KEPT)
    if kept is not None and Path(kept[0]).stem != stem:
        del st.session_state[KEPT]
        kept = None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("The year as a film", width="content")
        wanted = [suffix for suffix in FORMATS if st.button(suffix.upper(), key=f"film_{suffix}")]
        if kept is not None:
            name, data = kept
            st.download_button(f"Save {name}", data, name, key="film_save", on_click="ignore", type="primary")
    for suffix in wanted:
        bar = st.progress(0.0, DRAWING)
        with _making, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{stem}.{suffix}"
            write_year(columns(), path, scale, model_words(), partial(bar.progress, text=DRAWING), background())
            st.session_state[KEPT] = (path.name, path.read_bytes())
        st.rerun()
