"""Buttons that hand out a figure, and the numbers in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
LABELS = {"geojson": "GeoJSON", "tif": "GeoTIFF"}


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
    makers: dict[str, Callable[[], bytes]] = {suffix: partial(_drawn, draw, suffix) for suffix in FORMATS}
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
    from crossclip.maps.drawing.figures import (
        figure_bytes,  # and Matplotlib with it, which the first page can do without
    )

    return figure_bytes(draw(), suffix)
