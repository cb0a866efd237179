"""What first photos, words, places, maps and figures would wait for, read beside the first page of a server."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module

import streamlit as st

from crossclip.field_marks.table import field_marks
from crossclip.gazetteer.towns import towns
from crossclip.maps.weeks import MID_YEAR, week_day
from pages.shared.model import load_atlas, load_predictor, model_name
from pages.shared.turns import TURNS


def prepare_aside() -> Future[None]:
    """Begin to read, once a server, in a thread of its own and while no page runs: imports take seconds, in which
    others would wait, and a class that comes in all at once waits for its pages first.

    Returns:
        what is done once photos can be looked at, with a CrossClipError if they cannot.
    """
    return _preparing(model_name())


@st.cache_resource(show_spinner=False)
def _preparing(name: str) -> Future[None]:
    predictor, atlas = load_predictor(), load_atlas()
    later: tuple[Callable[[], object], ...] = (
        field_marks,  # a third of a second of the first answer, whose groups are in that table
        towns,  # and of the first place that is looked for
        # as the range map opens: the places are of all
        lambda: atlas.species_map(predictor.species[0], week_day(MID_YEAR)),
        predictor.load_text,  # if it cannot be read, whoever writes the first words is told
        lambda: import_module("crossclip.maps.drawing.figures"),  # with Matplotlib, for the first figure
    )
    thread = ThreadPoolExecutor(1, "preparing")
    photos = thread.submit(_when_quiet, predictor.load_photo)
    for part in later:
        thread.submit(_when_quiet, part)
    thread.shutdown(wait=False)
    return photos


def _when_quiet(part: Callable[[], object]) -> None:
    if TURNS.await_quiet():
        part()
        _set_apart()


def _set_apart() -> None:
    """Have Python never look again for garbage in what is there, which stays: each time would hold up all for 0.4 s,
    and what a page leaves behind, its maps with it, would lie there until the next."""
    gc.collect()
    gc.freeze()
    gc.collect()  # of next to nothing, by which Python decides when to look again
