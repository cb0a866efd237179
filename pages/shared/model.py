"""The one model of all sessions, and what is computed with it once."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from crossclip.demo_model import demo_model
from crossclip.maps import Atlas
from crossclip.predict import Predictor

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


def is_loaded() -> bool:
    """Whether there is a model that need not be loaded first."""
    return _predictor.cache_info().currsize > 0


def load_predictor() -> Predictor:
    """The one model of all sessions. Raises CrossClipError where it cannot be loaded."""
    with _LOADING:
        return _predictor(model_name())


def load_atlas() -> Atlas:
    with _LOADING:
        return _atlas(model_name())


# Asked for dozens of times a run: Streamlit's cache takes a while to find what it has, and so does the disk.
@cache
def _demo() -> str:
    return str(demo_model())


@cache
def _predictor(name: str) -> Predictor:
    return Predictor.from_pretrained(name)


@cache
def _atlas(name: str) -> Atlas:
    return Atlas(_predictor(name))
