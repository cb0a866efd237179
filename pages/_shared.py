"""What several pages need: the model, the photo of this session, and controls that keep their state."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from torch import Tensor

from crossclip.demo_model import demo_model
from crossclip.maps import Atlas
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
EARLIEST, LATEST = Date(1900, 1, 1), Date(2100, 12, 31)
FORMATS = ("png", "svg", "pdf")
LABELS = {"geojson": "GeoJSON"}
ANY_TIME, ON_A_DATE = "Any time of year", "On a date"


@dataclass(frozen=True)
class Photo:
    """A photo as a session keeps it: small enough to show, and its embedding (1, dim).

    Attributes:
        number: of the photo in its session, from 1.
        preview: JPEG.
        taken: what came with the photo about place and date, and `source`, what says so.
    """

    number: int
    preview: bytes
    embedding: Tensor
    taken: Sighting
    source: str


def model_name() -> str:
    """Folder or Hub name of the model: CROSSCLIP_MODEL, or the demo model."""
    return os.environ.get("CROSSCLIP_MODEL") or str(demo_model())


def results_folder() -> Path:
    """Where the report is: CROSSCLIP_RESULTS, or the one that comes with the app."""
    return Path(os.environ.get("CROSSCLIP_RESULTS") or ROOT / "assets" / "results")


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


def session_photos() -> dict[int, Photo]:
    return st.session_state.setdefault("photos", {})


def current_photo() -> Photo | None:
    return session_photos().get(st.session_state.get("photo_number"))


def sentence(error: object) -> str:
    """An error as a sentence of its own."""
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."


def mid_year() -> Date:
    return Date(Date.today().year, 7, 1)


def date_control(key: str, default: Date | None) -> Date | None:
    """A date, or any time of year (None); kept while the session lasts."""
    when, day = f"{key}_when", f"{key}_day"
    st.session_state.setdefault(when, ANY_TIME if default is None else ON_A_DATE)
    st.session_state.setdefault(day, default or Date.today())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice = st.segmented_control(
            "Date", (ANY_TIME, ON_A_DATE), key=when, required=True, persist_state="session", width="content"
        )
        if choice == ANY_TIME:
            return None
        # Without `required`, which marks up the field in a way that screen readers may not follow.
        return st.date_input(
            "Day",
            min_value=EARLIEST,
            max_value=LATEST,
            key=day,
            persist_state="session",
            format="YYYY-MM-DD",
            label_visibility="collapsed",
            width=160,
        )


def day_name(date: Date | None) -> str:
    """A date as it stands in a sentence; the year does not matter to the model."""
    return "at any time of year" if date is None else f"on {date.day} {date:%B}"


def download_buttons(
    stem: str,
    draw: Callable[[], Figure],
    tables: Mapping[str, Callable[[Path], None]] | None = None,
    key: str = "download",
) -> None:
    """Buttons that make a figure, and its numbers, only when they are asked for.

    Args:
        tables: what writes the numbers to a path, by suffix.
        key: tells the buttons of several figures on a page apart.
    """
    makers = {suffix: partial(_drawn, draw, suffix) for suffix in FORMATS}
    makers |= {suffix: partial(_written, write, suffix) for suffix, write in (tables or {}).items()}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Download", width="content")
        for suffix, make in makers.items():
            label = LABELS.get(suffix, suffix.upper())
            st.download_button(label, make, f"{stem}.{suffix}", key=f"{key}_{suffix}", on_click="ignore")


def _written(write: Callable[[Path], None], suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write(path := Path(folder) / f"map.{suffix}")
        return path.read_bytes()


def _drawn(draw: Callable[[], Figure], suffix: str) -> bytes:
    from crossclip.maps.figures import figure_bytes  # and Matplotlib with it, which the first page can do without

    return figure_bytes(draw(), suffix)
