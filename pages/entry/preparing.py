"""What first photos, words, places, maps and figures would wait for, read beside the first page of a server."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from importlib import import_module
from threading import Thread, main_thread

import streamlit as st

from crossclip.errors import CrossClipError
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
    photos: Future[None] = Future()

    def read_text() -> None:
        with suppress(CrossClipError):  # whoever writes the first words is told
            predictor.load_text()

    parts: tuple[Callable[[], object], ...] = (
        lambda: _settle(photos, predictor.load_photo),
        field_marks,  # a third of a second of the first answer, whose groups are in that table
        towns,  # and of the first place that is looked for
        # as the range map opens: the places are of all
        lambda: atlas.species_map(predictor.species[0], week_day(MID_YEAR)),
        read_text,
        lambda: import_module("crossclip.maps.drawing.figures"),  # with Matplotlib, for the first figure
    )
    Thread(target=_read, args=(parts,), name="preparing").start()
    return photos


def _read(parts: tuple[Callable[[], object], ...]) -> None:
    for part in parts:
        TURNS.await_quiet()
        if not main_thread().is_alive():  # which waits for this thread: native code that is broken off ends in an abort
            return
        part()
        _set_apart()


def _set_apart() -> None:
    """Have Python never look again for garbage in what is there, which stays: each time would hold up all for 0.4 s,
    and what a page leaves behind, its maps with it, would lie there until the next."""
    gc.collect()
    gc.freeze()
    gc.collect()  # of next to nothing, by which Python decides when to look again


def _settle(future: Future[None], act: Callable[[], None]) -> None:
    try:
        act()
    except CrossClipError as error:
        future.set_exception(error)
    else:
        future.set_result(None)
