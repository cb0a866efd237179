"""What every page of the app has around it: set-up and navigation."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from crossclip.errors import CrossClipError
from crossclip.photos.quiet import quiet_pillow
from pages.entry.preparing import prepare_aside
from pages.maps.background import follow_background
from pages.report.files import results_folder
from pages.scripts.date_enter import dates_count_with_enter
from pages.scripts.reload_warning import warn_before_reload
from pages.shared.beside import wait
from pages.shared.look import icon, styles
from pages.shared.model import is_loaded, load_predictor
from pages.shared.projector import projector_switch
from pages.shared.streamlit_patches import (
    callbacks_are_whole,
    files_outlast_their_run,
    uploads_are_answered,
    uploads_stay_in_memory,
)
from pages.shared.turns import TURNS

WIDTH = 1120  # pixels: longer lines are hard to read


def turned_to() -> StreamlitPage:
    """The page that the address asks for, under the links to all."""
    results: Literal["visible", "hidden"] = "visible" if results_folder().is_dir() else "hidden"
    st.set_page_config(page_title="CrossCLIP", page_icon=icon(), layout="wide")
    st.logo(icon(), size="large")
    st.html(styles())
    return st.navigation(
        [
            st.Page("pages/identify.py", title="Identify", default=True),
            st.Page("pages/range_map.py", title="Range map"),
            st.Page("pages/places.py", title="Places"),
            st.Page("pages/many_photos.py", title="Many photos"),
            st.Page("pages/lesson.py", title="Lesson"),
            st.Page("pages/results.py", title="Results", visibility=results),
            st.Page("pages/about.py", title="About"),
        ],
        position="top",
    )


def show(page: StreamlitPage) -> None:
    """The page, and what belongs to each."""
    try:
        with nullcontext() if is_loaded() else st.spinner("Loading the model"):
            load_predictor()
    except CrossClipError as error:
        st.error(f"The model cannot be loaded: {error}")
        st.stop()
    projector_switch(page.url_path)
    follow_background()
    content = st.container()
    warn_before_reload()  # a page may end with what takes a while
    dates_count_with_enter()
    with content:
        page.run()
    try:
        wait(photos := prepare_aside())  # the page is out, and whoever uses it meanwhile is not kept waiting
        photos.result()
    except CrossClipError as error:
        st.error(f"The model cannot look at photos: {error}")


def run() -> None:
    """Run the page that the address asks for, when it is this session's turn."""
    quiet_pillow()
    uploads_stay_in_memory()
    uploads_are_answered()
    callbacks_are_whole()
    files_outlast_their_run()
    with TURNS.turn():
        page = turned_to()
        with st.container(horizontal_alignment="center"), st.container(width=WIDTH):
            show(page)
