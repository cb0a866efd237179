"""Figures for papers and slides: PNG, SVG and PDF with title, scale and credit."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date as Date
from pathlib import Path
from threading import RLock

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea
from matplotlib.patches import Patch, PathPatch
from matplotlib.ticker import MaxNLocator
from scipy.ndimage import distance_transform_edt

from crossclip import basemap
from crossclip.cartography import backdrop
from crossclip.coverage import ENOUGH, NEAR
from crossclip.files import OutputError, whole_file
from crossclip.grids import Grid
from crossclip.maps import EmbeddingMap
from crossclip.species_map import SpeciesMap

SIZE = (7.2, 6.2)  # inches: the width of a page with two columns
TOP, BOTTOM, SIDE, LEFT = 0.6, 0.8, 0.1, 0.2  # inches: above and below the map, beside it, beside text
COLOUR_MAP = "YlGnBu"  # light to dark: safe for colour-blind readers, and in grey
PAPER, SEA, NO_DATA, INK, FAINT = "white", "#f3f5f7", "#ededed", "#222222", "#666666"
HATCH, PALE = "//////", 0.35
FEW_RECORDS = f"fewer than {ENOUGH} records within {NEAR:g}° of arc"
CREDIT = f"CrossCLIP. Places and dates come from occurrence records, see the model card. {basemap.CREDIT}."
STYLE = {
    "svg.fonttype": "none", "svg.hashsalt": "crossclip", "pdf.fonttype": 42, "font.family": "sans-serif",
    "font.size": 8, "text.color": INK, "hatch.linewidth": 0.4, "hatch.color": "#b0b0b0",
}  # fmt: skip
METADATA = {"png": {"Software": "CrossCLIP"}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
_drawing = RLock()  # Matplotlib's settings and fonts are shared by all threads


def species_figure(species_map: SpeciesMap, size: tuple[float, float] = SIZE) -> Figure:
    """The heat map of a species, on the scale that is the map's own.

    Args:
        size: width and height in inches.
    """
    values, (end, power) = species_map.shown, species_map.scale
    given = "Given this photo" if species_map.given_photo else "For the species (no photo)"
    with _style():
        figure, axes = _page(size, species_map.species, species_map.scientific_name, given, species_map.date)
        mesh = _draw(axes, species_map.grid, values)
        mesh.set(cmap=COLOUR_MAP, norm=PowerNorm(power, vmin=0, vmax=end))
        scale = figure.colorbar(
            mesh, cax=_inches(figure, LEFT, 0.44, 0.45 * size[0], 0.1), orientation="horizontal",
            extend="max" if (values > end).any() else "neither",
            ticks=MaxNLocator(5), format=lambda value, _: f"{100 * value:g}%",
        )  # fmt: skip
        scale.outline.set_linewidth(0.4)
        scale.ax.tick_params(width=0.4, length=2)
        figure.text(LEFT / size[0], 0.6 / size[1], species_map.meaning.capitalize())
        if species_map.support is not None:
            figure.legend(
                [Patch(facecolor=NO_DATA, edgecolor=FAINT, linewidth=0.4, hatch=HATCH)], [f"No value: {FEW_RECORDS}"],
                loc="lower right", bbox_to_anchor=(1 - LEFT / size[0], 0.4 / size[1]), borderaxespad=0, frameon=False,
            )  # fmt: skip
        return figure


def embedding_figure(embedding_map: EmbeddingMap, size: tuple[float, float] = (7.2, 4.8)) -> Figure:
    """The map of places that are alike to the model (paper, Fig. 3a).

    Args:
        size: width and height in inches.
    """
    with _style():
        title, subtitle = "Places as the model knows them", "Place-and-date embeddings"
        figure, axes = _page(size, title, "", subtitle, embedding_map.date)
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


def _page(
    size: tuple[float, float], title: str, scientific_name: str, subtitle: str, date: Date | None
) -> tuple[Figure, Axes]:
    """A figure with its words, and the axes that take the map."""
    width, height = size
    left = LEFT / width
    figure = Figure(figsize=size, facecolor=PAPER)
    names = [
        TextArea(title, textprops={"size": 12, "weight": "bold"}),
        TextArea(scientific_name, textprops={"size": 11, "style": "italic"}),
    ]
    heading = AnchoredOffsetbox(
        "lower left", child=HPacker(children=names, align="baseline", pad=0, sep=6), pad=0, borderpad=0,
        frameon=False, bbox_to_anchor=(left, 1 - 0.3 / height), bbox_transform=figure.transFigure,
    )  # fmt: skip
    figure.add_artist(heading)
    when = "whole year" if date is None else f"{date.day} {date:%B}"
    figure.text(left, 1 - 0.5 / height, f"{subtitle}, {when}", size=9, color=FAINT)
    figure.text(left, 0.06 / height, CREDIT, size=6, color=FAINT)
    return figure, _inches(figure, SIDE, BOTTOM, width - 2 * SIDE, height - TOP - BOTTOM)


def _draw(axes: Axes, grid: Grid, values: np.ndarray) -> QuadMesh:
    """Values (height, width) or colours (height, width, 3) on land, hatched where they are NaN."""
    ground = backdrop(grid.extent)
    axes.add_patch(PathPatch(ground.frame, facecolor=SEA, edgecolor="none"))
    axes.add_patch(PathPatch(ground.land, facecolor=NO_DATA, edgecolor="none", hatch=HATCH))
    mesh = axes.pcolormesh(*ground.corners(grid), _beyond_coast(values, grid.land), rasterized=True)
    mesh.set_clip_path(PathPatch(ground.land, transform=axes.transData))
    for lines, width, colour in (
        (ground.states, 0.2, "#8a8a8a"), (ground.countries, 0.35, "#5a5a5a"), (ground.coasts, 0.25, "#5a5a5a"),
    ):  # fmt: skip
        axes.add_collection(LineCollection(lines, linewidths=width, colors=colour), autolim=False)
    axes.add_patch(PathPatch(ground.frame, facecolor="none", edgecolor="#c4c9ce", linewidth=0.5))
    (left, bottom), (right, top) = ground.view.get_points()
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.set_axis_off()
    return mesh


def _beyond_coast(values: np.ndarray, land: np.ndarray) -> np.ndarray:
    """Let the cells just off the coast take the value of the nearest on land, so that the land's
    outline, not the cells, cuts the picture."""
    distance, (rows, columns) = distance_transform_edt(~land, return_indices=True)
    near = (distance < 2).reshape(distance.shape + (1,) * (values.ndim - 2))
    return np.where(near, values[rows, columns], np.nan)
