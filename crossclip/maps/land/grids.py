"""The regular grids that maps are computed on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from threading import Condition

import numpy as np
from cachetools import LRUCache, cached

from crossclip.maps.land.basemap import coast_points, is_land
from crossclip.maps.land.extents import Extent, GridError

NEAR = 0.25
"""A place has the value of the nearest cell with land within so many degrees."""
MAX_CELLS = 1_100_000  # the whole world at a quarter of a degree: a gigabyte of embeddings is near


@dataclass(frozen=True)
class Grid:
    """Cells of equal degrees that fill an extent; arrays over it are (height, width), north first."""

    extent: Extent
    width: int
    height: int

    @classmethod
    def over(cls, extent: Extent, resolution: float) -> Grid:
        """The grid whose cells come nearest to `resolution` degrees and fill the extent exactly.

        Raises:
            GridError: if the resolution is not above zero, wider than the extent, or so fine that
                there are more than `MAX_CELLS` cells.
        """
        across, up = extent.east - extent.west, extent.north - extent.south
        if not (math.isfinite(resolution) and resolution > 0):
            raise GridError(f"resolution {resolution:g} must be a number of degrees above 0, such as 0.25")
        if resolution > min(across, up):
            raise GridError(f"resolution {resolution:g} is wider than the extent {extent}: use 0.25, say")
        if across / resolution * (up / resolution) > MAX_CELLS:
            finest = math.sqrt(across * up / MAX_CELLS)
            raise GridError(f"resolution {resolution:g} is too fine for the extent {extent}: use {finest:.2g} or more")
        return cls(extent, round(across / resolution), round(up / resolution))

    @property
    def longitudes(self) -> np.ndarray:
        """Of the cell centres, (width,), from west to east."""
        return _centres(self.extent.west, self.extent.east, self.width)

    @property
    def latitudes(self) -> np.ndarray:
        """Of the cell centres, (height,), from north to south."""
        return _centres(self.extent.north, self.extent.south, self.height)

    @property
    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Longitudes (width + 1,) and latitudes (height + 1,) of the cells' edges."""
        extent = self.extent
        return (
            np.linspace(extent.west, extent.east, self.width + 1),
            np.linspace(extent.north, extent.south, self.height + 1),
        )

    @property
    def land(self) -> np.ndarray:
        """Which cells have land in them, (height, width), read-only."""
        return _land(self)[0]

    @property
    def land_places(self) -> tuple[np.ndarray, np.ndarray]:
        """Where on land the cells with land are, in the order in which `grid.land` selects them; see `places`."""
        return self.places(self.land)

    def places(self, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Longitudes and latitudes of the cells of a mask (height, width), in the order in which it selects them:
        their centres, or where those are at sea the points of the coast nearest to them."""
        rows, columns = np.nonzero(cells)
        longitudes, latitudes = self.longitudes[columns], self.latitudes[rows]
        _, coastal, points = _land(self)
        if len(coastal):
            flat = rows * self.width + columns
            found = np.minimum(np.searchsorted(coastal, flat), len(coastal) - 1)
            at_coast = coastal[found] == flat
            longitudes[at_coast], latitudes[at_coast] = points[found[at_coast]].T
        return longitudes, latitudes

    def on_land(self, values: np.ndarray, fill: float | bool = np.nan) -> np.ndarray:
        """Values of the land cells (cells, ...) on the grid (height, width, ...), `fill` at sea."""
        return self.spread(values, self.land, fill)

    def spread(self, values: np.ndarray, cells: np.ndarray, fill: float | bool = np.nan) -> np.ndarray:
        """Values (cells, ...) of the cells of a mask on the grid (height, width, ...), `fill` elsewhere."""
        whole = np.full((self.height, self.width, *values.shape[1:]), fill, dtype=values.dtype)
        whole[cells] = values
        return whole

    def cell(self, longitude: float, latitude: float) -> tuple[int, int] | None:
        """Row and column of the cell a place is in; None outside the extent."""
        extent = self.extent
        if not (extent.west <= longitude <= extent.east and extent.south <= latitude <= extent.north):
            return None
        row = int((extent.north - latitude) / (extent.north - extent.south) * self.height)
        column = int((longitude - extent.west) / (extent.east - extent.west) * self.width)
        return min(row, self.height - 1), min(column, self.width - 1)

    def land_cell(self, longitude: float, latitude: float) -> tuple[int, int] | None:
        """Row and column of the cell a place is in, or of the nearest one with land within `NEAR` degrees of it;
        None farther out at sea, and outside the extent."""
        cell = self.cell(longitude, latitude)
        if cell is None or self.land[cell]:
            return cell
        across = (self.extent.east - self.extent.west) / self.width
        down = (self.extent.north - self.extent.south) / self.height
        reach = math.ceil(NEAR / down), math.ceil(NEAR / across)
        (top, bottom), (left, right) = ((max(at - far, 0), at + far + 1) for at, far in zip(cell, reach, strict=True))
        rows, columns = np.nonzero(self.land[top:bottom, left:right])
        x = np.abs(longitude - self.longitudes[left:right][columns]) - across / 2
        y = np.abs(latitude - self.latitudes[top:bottom][rows]) - down / 2
        away = np.hypot(np.maximum(x, 0), np.maximum(y, 0)).round(9)
        if not (away < NEAR).any():
            return None
        nearest = int(away.argmin())
        return top + int(rows[nearest]), left + int(columns[nearest])


def _centres(first: float, last: float, count: int) -> np.ndarray:
    return first + (np.arange(count) + 0.5) * ((last - first) / count)


@cached(LRUCache(16), condition=Condition())  # sessions that ask for the same grid at once wait for one computation
def _land(grid: Grid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which cells have land; of those whose centre is at sea the flat indices (cells,), rising, and the points of the
    coast (cells, 2) that are nearest to their centres."""
    land = is_land(*np.meshgrid(grid.longitudes, grid.latitudes))
    extent, points = grid.extent, coast_points()
    inside = (points >= (extent.west, extent.south)).all(axis=1) & (points <= (extent.east, extent.north)).all(axis=1)
    points = points[inside]
    columns = ((points[:, 0] - extent.west) / (extent.east - extent.west) * grid.width).astype(int)
    rows = ((extent.north - points[:, 1]) / (extent.north - extent.south) * grid.height).astype(int)
    columns, rows = columns.clip(max=grid.width - 1), rows.clip(max=grid.height - 1)
    at_sea = ~land[rows, columns]
    points, rows, columns = points[at_sea], rows[at_sea], columns[at_sea]
    flat = rows * grid.width + columns
    away = np.hypot(points[:, 0] - grid.longitudes[columns], points[:, 1] - grid.latitudes[rows])
    order = np.lexsort((away, flat))
    coastal, first = np.unique(flat[order], return_index=True)
    land.flat[coastal] = True
    land.flags.writeable = False
    return land, coastal, points[order][first]
