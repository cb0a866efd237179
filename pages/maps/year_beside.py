"""The year of a map, computed in a thread of its own while the map of the week is there already."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for

import streamlit as st
from torch import Tensor

from crossclip.maps.readings import Reading
from pages.shared.model import load_atlas, load_predictor, model_name
from pages.shared.turns import TURNS

ASKED = "year_asked"  # of the session's state; nothing is kept there
LOOK = 0.1  # seconds between two looks at whether the year is there, or the person has asked for something else
MOST_YEARS = 8  # of photos and readings; the atlas keeps fewer


def year_beside(photo_embedding: Tensor | None, reading: Reading) -> Future[None]:
    """What is done once the atlas holds the year of all species, for the species alone or given a photo."""
    photo = None if photo_embedding is None else photo_embedding.cpu().numpy().tobytes()
    return _year(model_name(), reading, photo, photo_embedding)


def wait(year: Future[None]) -> None:
    """Wait for a year, unless the person does something: then Streamlit ends this run of the page.

    It does so where the session's state is asked for something, which unlike a message costs next to nothing.
    """
    with TURNS.apart():
        while not year.done():
            wait_for([year], timeout=LOOK)
            st.session_state.get(ASKED)


@st.cache_resource(max_entries=MOST_YEARS, show_spinner=False)
def _year(name: str, reading: Reading, photo: bytes | None, _embedding: Tensor | None) -> Future[None]:
    atlas, config = load_atlas(), load_predictor().config
    # Any species will do: the year of one is that of all.
    species = next(iter(config.surveyed if reading == "visit" else config.species))

    def compute() -> None:
        atlas.species_year(species, _embedding, reading=reading)

    return _thread().submit(compute)


@st.cache_resource(show_spinner=False)
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "year")
