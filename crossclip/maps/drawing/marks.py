"""What is drawn over the values of a map: light and shadow of the land, a line, a pin."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.patheffects import withStroke

from crossclip.maps.drawing.cartography import backdrop
from crossclip.maps.drawing.sheet import INK, PAPER, smooth
from crossclip.maps.land import relief
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.value_map import ValueMap

LINE = 1.0  # points


def draw_relief(axes: Axes, grid: Grid, part: Extent | None = None) -> None:
    """Light and shadow of the land over what is drawn of it; see `crossclip.maps.land.relief`."""
    ground = backdrop(grid.extent, part)
    (left, bottom), (right, top) = ground.view.get_points()
    laid = relief.opacity(np.nan_to_num(smooth(ground, relief.GRID, relief.shading())))
    image = axes.imshow(laid, extent=(left, right, bottom, top), interpolation="none", zorder=0.6)
    image.set_clip_path(PathPatch(ground.land, transform=axes.transData))


def draw_line(axes: Axes, grid: Grid, values: np.ndarray, level: float, part: Extent | None = None) -> None:
    """A line on land where values (height, width) pass a level."""
    ground = backdrop(grid.extent, part)
    picture = np.ma.masked_invalid(smooth(ground, grid, values))
    if picture.count() and picture.min() < level < picture.max():
        (left, bottom), (right, top) = ground.view.get_points()
        line = axes.contour(
            picture, levels=[level], colors=INK, linewidths=LINE, extent=(left, right, bottom, top), origin="upper"
        )
        line.set_clip_path(PathPatch(ground.land, transform=axes.transData))


def draw_pin(axes: Axes, drawn: ValueMap, longitude: float, latitude: float, part: Extent | None = None) -> None:
    """A place and what a map says there."""
    x, y = backdrop(drawn.grid.extent, part).projection(np.array([longitude]), np.array([latitude]))
    axes.plot(x, y, "o", markersize=5, color="#c2452d", markeredgecolor=PAPER, markeredgewidth=1)
    words = axes.annotate(
        drawn.words_at(longitude, latitude),
        (x[0], y[0]),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        size=7,
    )
    words.set_path_effects([withStroke(linewidth=2, foreground=PAPER)])
