"""The year of a map, computed in a thread of its own while the map of the week is there already."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import streamlit as st
from torch import Tensor

from crossclip.maps.values.readings import Reading
from pages.shared.model import load_atlas, load_predictor, model_name

MOST_YEARS = 8  # of photos and readings; the atlas keeps fewer


def year_beside(photo_embedding: Tensor | None, reading: Reading) -> Future[None]:
    """What is done once the atlas holds the year of all species, for the species alone or given a photo."""
    photo = None if photo_embedding is None else photo_embedding.cpu().numpy().tobytes()
    return _year(model_name(), reading, photo, photo_embedding)


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
