"""Maps in the browser: drawn there from small pictures of numbers, so that a year plays without the server."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from PIL import Image

from crossclip.maps.figures import PALE
from crossclip.maps.grids import Grid
from crossclip.maps.place_map import EmbeddingMap
from crossclip.maps.scales import LEVELS, Scale
from crossclip.maps.value_map import ValueMap
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.sighting import Sighting
from pages.maps.from_browser import take_place, take_week, written_pair
from pages.maps.outlines import outlines_script

FOLDER = Path(__file__).resolve().parent
TOLERANCE = 0.05  # degrees by which the drawn land may be off: a pixel of a wide screen


@dataclass(frozen=True)
class Panel:
    """One of the maps of a view.

    Attributes:
        drawn: what is shown while nothing plays.
        year: a map for each week, to play; none without.
        alt: the text alternative.
    """

    drawn: ValueMap | EmbeddingMap
    alt: str
    year: Sequence[ValueMap] = ()
    title: str = ""
    italics: str = ""


def map_view(
    panels: Sequence[Panel],
    scale: Scale | None,
    key: str,
    on_place: Callable[[Sighting], None],
    place: Sighting = Sighting(),
    week: int | None = None,
    on_week: Callable[[int], None] = lambda week: None,
) -> None:
    """Draw maps of one extent and one scale side by side, with a legend and, given a week, a player of the year.

    Args:
        scale: None for maps of colours, which need no legend.
        on_place: takes the place that was clicked, before the page runs again.
        place: what to mark; `Sighting()` for none.
        week: which one is shown; None where the map is of no week.
        on_week: takes the week that was chosen with the slider, or at which the player was stopped.
    """
    drawn, dark = panels[0].drawn, st.context.theme.type == "dark"
    extent = drawn.grid.extent
    data: dict[str, Any] = {
        "extent": [extent.west, extent.south, extent.east, extent.north],
        "panels": [_panel(panel, scale) for panel in panels],
        "pin": written_pair(place),
        "week": week,
        "weeks": [week_name(number) for number in WEEKS],
        "palette": scale and b64encode(scale.palette(dark).tobytes()).decode(),
    }
    if scale is not None and isinstance(drawn, ValueMap):
        data |= {
            "ticks": scale.ticks(),
            "meaning": f"{drawn.meaning[0].upper()}{drawn.meaning[1:]}",
            "noValue": None if drawn.support is None else f"No value: {drawn.no_value}",
            "line": None if drawn.line is None else _line(drawn.line, drawn.line_meaning, scale),
            "scale": {"percent": scale.percent, "values": scale.value(np.linspace(0, 1, LEVELS)).tolist()},
        }
    outlines, view = _components()
    with st.container(gap=None):
        outlines(key=f"{key}_outlines", height=1)
        view(
            key=key,
            data=data,
            on_place_change=lambda: take_place(st.session_state[key].place, on_place),
            on_week_change=lambda: take_week(st.session_state[key].week, on_week),
        )


def week_name(week: int) -> str:
    day = week_day(week)
    return f"{day.day} {day:%B}"


def _panel(panel: Panel, scale: Scale | None) -> dict[str, Any]:
    year = np.concatenate([_pixels(drawn, scale) for drawn in panel.year]) if panel.year else None
    return {
        "still": _png(_pixels(panel.drawn, scale)),
        "year": None if year is None else _png(year),
        "title": panel.title,
        "italics": panel.italics,
        "alt": panel.alt,
    }


def _pixels(drawn: ValueMap | EmbeddingMap, scale: Scale | None) -> np.ndarray:
    """Colours, or levels of the scale (height, width)."""
    if isinstance(drawn, EmbeddingMap):
        return _colours(drawn)
    return (scale or drawn.scale).levels(drawn.grid.beyond_coast(drawn.shown))


def _colours(drawn: EmbeddingMap) -> np.ndarray:
    """RGBA (height, width, 4), faint where colours are guesses."""
    grid: Grid = drawn.grid
    support = grid.land if drawn.support is None else drawn.support
    opacity = np.where(support, 1.0, PALE)[..., None]
    pixels = grid.beyond_coast(np.concatenate([drawn.colours, opacity.astype(np.float32)], axis=-1))
    return (255 * np.nan_to_num(pixels)).astype(np.uint8)


def _line(value: float, words: str, scale: Scale) -> dict[str, Any]:
    """Along which level, between those of cells, a line runs, and what it is."""
    return {"level": 1 + float(scale.position(value)) * (LEVELS - 1), "words": words}


def _png(pixels: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=6)
    return b64encode(file.getvalue()).decode()


@cache
def _components() -> tuple[Callable, Callable]:
    """Outlines, which are large and never change, and the view, so that only the latter is sent again."""
    outlines = st.components.v2.component("crossclip_outlines", js=outlines_script(TOLERANCE))
    html, css, js = ((FOLDER / f"map_view.{suffix}").read_text(encoding="utf-8") for suffix in ("html", "css", "js"))
    return outlines, st.components.v2.component("crossclip_map_view", html=html, css=css, js=js)
