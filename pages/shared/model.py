"""The one model of all sessions, and what is computed with it once."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import RLock, Thread
from typing import Any

import streamlit as st

from crossclip.demo_model import demo_model
from crossclip.errors import CrossClipError
from crossclip.field_marks.table import field_marks
from crossclip.gazetteer.towns import towns
from crossclip.maps import Atlas
from crossclip.maps.weeks import MID_YEAR, week_day
from crossclip.predict import Predictor
from pages.shared.turns import TURNS

ROOT = Path(__file__).resolve().parents[2]
_LOADING = RLock()  # who asks for a model that another session is loading waits for it


def model_name() -> str:
    """Folder or Hub name of the model: CROSSCLIP_MODEL, or the demo model."""
    return os.environ.get("CROSSCLIP_MODEL") or _demo()


def model_words() -> str:
    """Which model a figure is of."""
    return f"Model: {Path(model_name()).name}"


def model_label() -> str:
    """What a figure calls the model: the name of its folder, or its Hub name."""
    name = model_name()
    return Path(name).name if Path(name).is_dir() else name


def model_figures() -> dict[str, Any]:
    """What was measured of the model, as its folder says; empty where it says nothing."""
    folder = load_predictor().folder
    path = None if folder is None else folder / "figures.json"
    try:
        figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError):
        return {}
    return figures


def load_predictor() -> Predictor:
    """The one model of all sessions. Raises CrossClipError where it cannot be loaded."""
    with _LOADING:
        return _predictor(model_name())


def load_atlas() -> Atlas:
    with _LOADING:
        return _atlas(model_name())


def prepare_aside() -> None:
    """Begin to read, once a server, what the first words, the first place, map and figure would wait for.

    In a thread of its own: the imports take seconds, and a click meanwhile would wait until the script is through. And
    while no page runs: a class that comes in all at once waits for its pages first.
    """
    _preparing(model_name())


# Asked for dozens of times a run: Streamlit's cache takes a while to find what it has, and so does the disk.
@cache
def _demo() -> str:
    return str(demo_model())


@cache
def _predictor(name: str) -> Predictor:
    with st.spinner("Loading the model"):
        return Predictor.from_pretrained(name)


@cache
def _atlas(name: str) -> Atlas:
    return Atlas(_predictor(name))


@st.cache_resource(show_spinner=False)
def _preparing(name: str) -> Thread:
    predictor, atlas = load_predictor(), load_atlas()

    def read_text() -> None:
        with suppress(CrossClipError):  # whoever writes the first words is told
            predictor.load_text()

    def read() -> None:
        parts = (
            field_marks,  # a third of a second of the first answer, whose groups are in that table
            towns,  # and of the first place that is looked for
            # as the range map opens: the places are of all
            lambda: atlas.species_map(predictor.species[0], week_day(MID_YEAR)),
            read_text,
            lambda: import_module("crossclip.maps.drawing.figures"),  # with Matplotlib, for the first figure
        )
        for part in parts:
            TURNS.await_quiet()
            part()

    thread = Thread(target=read, daemon=True)
    thread.start()
    return thread
