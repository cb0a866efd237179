"""Figures for papers and slides: PNG, SVG and PDF with title, scale and credit."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date as Date
from pathlib import Path
from threading import RLock
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.colors import FuncNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea
from matplotlib.patches import Patch, PathPatch

from crossclip.files import OutputError, whole_file
from crossclip.maps import basemap
from crossclip.maps.cartography import backdrop
from crossclip.maps.coverage import FEW_RECORDS
from crossclip.maps.grids import Grid
from crossclip.maps.place_map import EmbeddingMap
from crossclip.maps.scales import Scale
from crossclip.maps.value_map import ValueMap

SIZE, PAIR_SIZE = (7.2, 6.2), (10.0, 5.0)  # inches: the width of a page with two columns; of a slide
TOP, BOTTOM, SIDE, LEFT = 0.6, 0.8, 0.1, 0.2  # inches: above and below the map, beside it, beside text
PAPER, SEA, NO_DATA, INK, FAINT = "white", "#f3f5f7", "#ededed", "#222222", "#666666"
EXTEND = {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}
HATCH, PALE = "//////", 0.35
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
METADATA = {"png": {"Software": "CrossCLIP"}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
_drawing = RLock()  # Matplotlib's settings and fonts are shared by all threads


def value_figure(*maps: ValueMap, scale: Scale | None = None, size: tuple[float, float] | None = None) -> Figure:
    """A map of numbers, or several of one kind side by side, with one scale (paper, Fig. 3b).

    Args:
        scale: by default the first map's own.
        size: width and height in inches.
    """
    first, scale = maps[0], scale or maps[0].scale
    size = size or (SIZE if len(maps) == 1 else PAIR_SIZE)
    width = size[0] / len(maps)
    colours = ListedColormap(scale.palette() / 255)
    with _style():
        figure = _page(size, [(drawn.title, drawn.scientific) for drawn in maps], first.subtitle, first.date)
        for column, drawn in enumerate(maps):
            axes = _inches(figure, column * width + SIDE, BOTTOM, width - 2 * SIDE, size[1] - TOP - BOTTOM)
            mesh = _draw(axes, drawn.grid, drawn.shown)
            mesh.set(cmap=colours, norm=FuncNorm((scale.position, scale.value), vmin=scale.low, vmax=scale.high))
        ticks = dict(scale.ticks())
        beyond_low = not scale.diverging and any((drawn.known < scale.low).any() for drawn in maps)
        beyond_high = any((np.abs(drawn.known) > scale.high).any() for drawn in maps)
        bar = figure.colorbar(
            mesh,
            cax=_inches(figure, LEFT, 0.44, 0.45 * min(size[0], SIZE[0]), 0.1),
            orientation="horizontal",
            extend=EXTEND[beyond_low or (scale.diverging and beyond_high), beyond_high],
            ticks=scale.value([*ticks]),
        )
        bar.ax.set_xticklabels(ticks.values())
        bar.ax.minorticks_off()
        bar.outline.set_linewidth(0.4)
        bar.ax.tick_params(width=0.4, length=2)
        figure.text(LEFT / size[0], 0.6 / size[1], f"{first.meaning[0].upper()}{first.meaning[1:]}")
        if first.support is not None:
            figure.legend(
                [Patch(facecolor=NO_DATA, edgecolor=FAINT, linewidth=0.4, hatch=HATCH)],
                [f"No value: {FEW_RECORDS}"],
                loc="lower right",
                bbox_to_anchor=(1 - LEFT / size[0], 0.4 / size[1]),
                borderaxespad=0,
                frameon=False,
            )
        return figure


def embedding_figure(embedding_map: EmbeddingMap, size: tuple[float, float] = (7.2, 4.8)) -> Figure:
    """The map of places that are alike to the model (paper, Fig. 3a).

    Args:
        size: width and height in inches.
    """
    with _style():
        title, subtitle = "Places as the model knows them", "Place-and-date embeddings"
        figure = _page(size, [(title, "")], subtitle, embedding_map.date)
        axes = _inches(figure, SIDE, BOTTOM, size[0] - 2 * SIDE, size[1] - TOP - BOTTOM)
        colours, support = embedding_map.colours, embedding_map.support
        if support is not None:
            colours = np.where(support[..., None], colours, 1 - (1 - colours) * PALE)
        _draw(axes, embedding_map.grid, colours)
        words = (
            "Red, green and blue are three independent components of the embedding: like colours mark places that the\n"
            "model finds alike. A colour has no other meaning."
        )
        pale = "" if support is None else f" Pale: {FEW_RECORDS}, a guess."
        figure.text(LEFT / size[0], 0.5 / size[1], words + pale, va="center")
        return figure


def figure_bytes(figure: Figure, suffix: str, dpi: int = 300) -> bytes:
    """A figure as the bytes of a png, svg or pdf file, the same at every run; text stays text.

    Raises:
        OutputError: for another suffix.
    """
    if suffix not in METADATA:
        raise OutputError(f"a figure cannot be written as {suffix or 'a file without suffix'}: use png, svg or pdf")
    buffer = io.BytesIO()
    with _style():
        figure.savefig(buffer, format=suffix, dpi=dpi, metadata=METADATA[suffix])
    return buffer.getvalue()


def save_figure(figure: Figure, path: str | os.PathLike[str], dpi: int = 300) -> None:
    """Write a figure whole or not at all, in the format that the path's suffix names.

    Raises:
        OutputError: for another suffix, or a folder that cannot be written.
    """
    data = figure_bytes(figure, Path(path).suffix.lower().removeprefix("."), dpi)
    with whole_file(path) as draft:
        draft.write_bytes(data)


@contextmanager
def _style() -> Iterator[None]:
    with _drawing, matplotlib.rc_context(STYLE):
        yield


def _inches(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    across, up = figure.get_size_inches()
    return figure.add_axes((left / across, bottom / up, width / across, height / up))


def _page(size: tuple[float, float], titles: Sequence[tuple[str, str]], subtitle: str, date: Date | None) -> Figure:
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
    figure.text(LEFT / width, 1 - 0.5 / height, f"{subtitle}, {when}", size=9, color=FAINT)
    figure.text(LEFT / width, 0.06 / height, CREDIT, size=6, color=FAINT)
    return figure


def _draw(axes: Axes, grid: Grid, values: np.ndarray) -> QuadMesh:
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
