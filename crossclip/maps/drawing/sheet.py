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
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.legend_handler import HandlerPatch
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.transforms import Bbox, Transform

from crossclip.maps.drawing.cartography import Backdrop, backdrop
from crossclip.maps.drawing.smoothing import known_share, sampled, without_gaps
from crossclip.maps.land import basemap
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.values.scales import Scale
from crossclip.maps.weeks import time_words

TOP, BOTTOM, SIDE, LEFT = 0.6, 0.8, 0.1, 0.2  # inches: above and below the map, beside it, beside text
PAPER, SEA, NO_DATA, INK, FAINT = "white", "#f3f5f7", "#ededed", "#222222", "#666666"
HATCHING, HATCHES = "#b0b0b0", 110  # colour, and how many lines from west to east
CREDIT = f"CrossCLIP. Places and dates come from occurrence records, see the model card. {basemap.CREDIT}."
STYLE: dict[Any, Any] = {  # Matplotlib types the keys as a list of all there are
    "svg.fonttype": "none",
    "svg.hashsalt": "crossclip",
    "pdf.fonttype": 42,
    "font.family": "sans-serif",
    "font.size": 8,
    "text.color": INK,
    "text.parse_math": False,  # a dollar in the name of a model, or in a text, is a dollar
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
    caption: str = "",
) -> Figure:
    """A figure with its words: above each of its maps a title and what follows it in italics, below all a caption."""
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
    about = ". ".join([f"{subtitle}, {time_words(date)}", *notes])
    figure.text(LEFT / width, 1 - 0.5 / height, about, size=9, color=FAINT)
    figure.text(LEFT / width, 0.05 / height, f"{caption}\n{CREDIT}" if caption else CREDIT, size=5.5, color=FAINT)
    return figure


def draw(
    axes: Axes, grid: Grid, values: np.ndarray, part: Extent | None = None, scale: Scale | None = None
) -> AxesImage:
    """Values (height, width) or colours (height, width, 3) on land, smooth between cells, hatched where they are NaN.

    Args:
        scale: of values.
        part: what to show of the grid's extent; see `backdrop`.
    """
    ground = backdrop(grid.extent, part)
    (left, bottom), (right, top) = ground.view.get_points()
    axes.add_artist(PathPatch(ground.frame, facecolor=SEA, edgecolor="none", zorder=0.1))
    axes.add_artist(PathPatch(ground.land, facecolor=NO_DATA, edgecolor="none", zorder=0.2))
    hatching = LineCollection(hatches(ground.view), linewidths=0.4, colors=HATCHING, zorder=0.3)
    axes.add_collection(hatching, autolim=False)
    hatching.set_clip_path(PathPatch(ground.land, transform=axes.transData))
    picture = smooth(ground, grid, values)
    if scale is not None:
        picture = scale.painted(picture)  # here, since Matplotlib would colour the dots of the paper, which are more
    image = axes.imshow(picture, extent=(left, right, bottom, top), interpolation="none", zorder=0.5)
    image.set_clip_path(PathPatch(ground.land, transform=axes.transData))
    for lines, width, colour in (
        (ground.states, 0.2, "#8a8a8a"),
        (ground.countries, 0.35, "#5a5a5a"),
        (ground.coasts, 0.25, "#5a5a5a"),
    ):
        axes.add_collection(LineCollection(lines, linewidths=width, colors=colour), autolim=False)
    axes.add_artist(PathPatch(ground.frame, facecolor="none", edgecolor="#c4c9ce", linewidth=0.5))
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.set_axis_off()
    return image


def smooth(ground: Backdrop, grid: Grid, values: np.ndarray) -> np.ndarray:
    """A picture of a backdrop's view: values (rows, columns), NaN where there is none, or colours and opacity."""
    longitudes, latitudes = ground.places
    layers = values[..., None] if values.ndim == 2 else values
    known = ~np.isnan(layers[..., 0])
    on_globe = np.isfinite(longitudes)
    places = grid, np.where(on_globe, longitudes, 0.0), np.where(on_globe, latitudes, 0.0)
    extent = grid.extent
    inside = on_globe & (longitudes >= extent.west) & (longitudes <= extent.east)
    inside &= (latitudes >= extent.south) & (latitudes <= extent.north)
    inside &= sampled(places[0], known_share(grid, known), *places[1:]) >= 0.5
    whole = without_gaps(layers, known)
    found = [sampled(places[0], whole[..., layer], *places[1:]) for layer in range(whole.shape[-1])]
    if values.ndim == 2:
        return np.where(inside, found[0], np.float32("nan"))
    return np.stack([*(colour.clip(0, 1) for colour in found), inside.astype(np.float32)], axis=-1)


def hatches(view: Bbox) -> list[list[tuple[float, float]]]:
    """Slanting lines all over a view: as lines they are drawn by every viewer, which patterns in a PDF are not."""
    step = view.width / HATCHES
    starts = np.arange(view.x0 - view.height, view.x1, step)
    return [[(x, view.y0), (x + view.height, view.y1)] for x in starts.tolist()]


class HatchedHandle(HandlerPatch):
    """The swatch of a legend, hatched as the map is."""

    def create_artists(
        self,
        legend: Legend,
        orig_handle: Artist,
        xdescent: float,
        ydescent: float,
        width: float,
        height: float,
        fontsize: float,
        trans: Transform,
    ) -> Sequence[Artist]:
        patch = Rectangle((-xdescent, -ydescent), width, height, facecolor=NO_DATA, edgecolor=FAINT, linewidth=0.4)
        steps = np.linspace(-height, width, 6).tolist()
        lines = LineCollection(
            [[(x - xdescent, -ydescent), (x - xdescent + height, height - ydescent)] for x in steps],
            linewidths=0.4,
            colors=HATCHING,
        )
        for artist in (patch, lines):
            artist.set_transform(trans)
        lines.set_clip_path(patch)
        return [patch, lines]
