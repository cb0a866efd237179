"""The one model of all sessions, and what is computed with it once."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from crossclip.demo_model import demo_model
from crossclip.maps import Atlas
from crossclip.predict import Predictor

ROOT = Path(__file__).resolve().parents[2]


def model_name() -> str:
    """Folder or Hub name of the model: CROSSCLIP_MODEL, or the demo model."""
    return os.environ.get("CROSSCLIP_MODEL") or str(demo_model())


def load_predictor() -> Predictor:
    """The one model of all sessions. Raises CrossClipError where it cannot be loaded."""
    return _predictor(model_name())


def load_atlas() -> Atlas:
    return _atlas(model_name())


@st.cache_resource(show_spinner="Loading the model")
def _predictor(name: str) -> Predictor:
    return Predictor.from_pretrained(name)


@st.cache_resource(show_spinner=False)
def _atlas(name: str) -> Atlas:
    return Atlas(_predictor(name))
