"""From a regular grid of degrees to the rows of a picture in Web Mercator (EPSG:3857), the projection of web maps."""

from __future__ import annotations

import numpy as np

from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid

NAME = "Web Mercator"
MOST_NORTHERN = 85.0511
"""Where the square world of web maps ends, degrees."""


def shown_extent(extent: Extent) -> Extent:
    """The part of an extent that a web map can show."""
    return Extent(extent.west, max(extent.south, -MOST_NORTHERN), extent.east, min(extent.north, MOST_NORTHERN))


def northing(latitude: np.ndarray) -> np.ndarray:
    """Radians along the map's vertical axis for degrees, 0 at the equator."""
    along: np.ndarray = np.arcsinh(np.tan(np.radians(latitude)))
    return along


def row_latitudes(grid: Grid) -> np.ndarray:
    """Latitudes of the rows of a picture that is as wide as the grid, with square pixels, from north to south."""
    extent = shown_extent(grid.extent)
    top, bottom = northing(np.array([extent.north, extent.south]))
    rows = max(2, round(grid.width * (top - bottom) / np.radians(extent.east - extent.west)))
    along = top - (np.arange(rows) + 0.5) * (top - bottom) / rows
    latitudes: np.ndarray = np.degrees(np.arctan(np.sinh(along)))
    return latitudes


def to_mercator(grid: Grid, values: np.ndarray) -> np.ndarray:
    """Values (height, width, ...) without gaps, linearly between rows, (rows, width, ...)."""
    position = (grid.extent.north - row_latitudes(grid)) / (grid.extent.north - grid.extent.south) * grid.height - 0.5
    position = np.clip(position, 0, grid.height - 1)
    above = np.minimum(position.astype(int), grid.height - 2) if grid.height > 1 else np.zeros(len(position), int)
    share = (position - above).reshape(-1, *[1] * (values.ndim - 1)).astype(np.float32)
    below = np.minimum(above + 1, grid.height - 1)
    between: np.ndarray = values[above] * (1 - share) + values[below] * share
    return between
