"""The sheet that figures are drawn on: its words and their places, land, coasts and borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date as Date
from threading import RLock
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea
from matplotlib.patches import PathPatch

from crossclip.maps import basemap
from crossclip.maps.cartography import backdrop
from crossclip.maps.grids import Grid

TOP, BOTTOM, SIDE, LEFT = 0.6, 0.8, 0.1, 0.2  # inches: above and below the map, beside it, beside text
PAPER, SEA, NO_DATA, INK, FAINT = "white", "#f3f5f7", "#ededed", "#222222", "#666666"
HATCH = "//////"
LINE = 1.0  # points
CREDIT = f"CrossCLIP. Places and dates come from occurrence records, see the model card. {basemap.CREDIT}."
STYLE: dict[Any, Any] = {  # Matplotlib types the keys as a list of all there are
    "svg.fonttype": "none",
    "svg.hashsalt": "crossclip",
    "pdf.fonttype": 42,
    "font.family": "sans-serif",
    "font.size": 8,
    "text.color": INK,
    "hatch.linewidth": 0.4,
    "hatch.color": "#b0b0b0",
}
_drawing = RLock()  # Matplotlib's settings and fonts are shared by all threads


@contextmanager
def style() -> Iterator[None]:
    with _drawing, matplotlib.rc_context(STYLE):
        yield


def inches(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    across, up = figure.get_size_inches()
    return figure.add_axes((left / across, bottom / up, width / across, height / up))


def page(
    size: tuple[float, float],
    titles: Sequence[tuple[str, str]],
    subtitle: str,
    date: Date | None,
    notes: Sequence[str] = (),
) -> Figure:
    """A figure with its words: above each of its maps a title and what follows it in italics."""
    width, height = size
    figure = Figure(figsize=size, facecolor=PAPER)
    for column, (title, italics) in enumerate(titles):
        names: list[Artist] = [
            TextArea(title, textprops={"size": 12, "weight": "bold"}),
            TextArea(italics, textprops={"size": 11, "style": "italic"}),
        ]
        heading = AnchoredOffsetbox(
            "lower left",
            child=HPacker(children=names, align="baseline", pad=0, sep=6),
            pad=0,
            borderpad=0,
            frameon=False,
            bbox_to_anchor=(column / len(titles) + LEFT / width, 1 - 0.3 / height),
            bbox_transform=figure.transFigure,
        )
        figure.add_artist(heading)
    when = "whole year" if date is None else f"{date.day} {date:%B}"
    figure.text(LEFT / width, 1 - 0.5 / height, ". ".join([f"{subtitle}, {when}", *notes]), size=9, color=FAINT)
    figure.text(LEFT / width, 0.06 / height, CREDIT, size=6, color=FAINT)
    return figure


def draw(axes: Axes, grid: Grid, values: np.ndarray) -> QuadMesh:
    """Values (height, width) or colours (height, width, 3) on land, hatched where they are NaN."""
    ground = backdrop(grid.extent)
    axes.add_patch(PathPatch(ground.frame, facecolor=SEA, edgecolor="none"))
    axes.add_patch(PathPatch(ground.land, facecolor=NO_DATA, edgecolor="none", hatch=HATCH))
    mesh = axes.pcolormesh(*ground.corners(grid), grid.beyond_coast(values), rasterized=True)
    mesh.set_clip_path(PathPatch(ground.land, transform=axes.transData))
    for lines, width, colour in (
        (ground.states, 0.2, "#8a8a8a"),
        (ground.countries, 0.35, "#5a5a5a"),
        (ground.coasts, 0.25, "#5a5a5a"),
    ):
        axes.add_collection(LineCollection(lines, linewidths=width, colors=colour), autolim=False)
    axes.add_patch(PathPatch(ground.frame, facecolor="none", edgecolor="#c4c9ce", linewidth=0.5))
    (left, bottom), (right, top) = ground.view.get_points()
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.set_axis_off()
    return mesh


def draw_line(axes: Axes, grid: Grid, values: np.ndarray, level: float) -> None:
    """A line on land where values (height, width) pass a level."""
    ground = backdrop(grid.extent)
    beyond = np.ma.masked_invalid(grid.beyond_coast(values))
    if beyond.count() and beyond.min() < level < beyond.max():
        centres = ground.projection(*np.meshgrid(grid.longitudes, grid.latitudes))
        line = axes.contour(*centres, beyond, levels=[level], colors=INK, linewidths=LINE)
        line.set_clip_path(PathPatch(ground.land, transform=axes.transData))
