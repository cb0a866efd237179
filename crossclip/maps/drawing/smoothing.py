"""Values between cells: how pictures of maps are made smooth, on pages and on paper alike.

Where a map has no value the nearest stands, so that what is drawn is smooth right up to the edge; then the edge of
what is known, itself smooth, and the outline of the land cut the picture.
"""

from __future__ import annotations

from threading import Lock

import numpy as np
from cachetools import LRUCache, cached

from crossclip.maps.land.grids import Grid

SOFT, STEEP = 0.9, 2.5  # cells over which an edge is rounded off, and how sharp it is then made again


def without_gaps(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Values (height, width, ...) that have the nearest known one where they are not known; zeros if none is."""
    if not known.any():
        return np.zeros_like(values)
    rows, columns = _nearest(np.ascontiguousarray(known).tobytes(), known.shape)
    whole: np.ndarray = values[rows, columns]
    return whole


def known_share(grid: Grid, known: np.ndarray) -> np.ndarray:
    """1 where there is a value, 0 where there is none, (height, width) float32, rounded off so that no corners of
    cells are seen; at sea as on the nearest land."""
    from scipy.ndimage import gaussian_filter

    whole = without_gaps(known.astype(np.float32), grid.land)
    share: np.ndarray = np.clip((gaussian_filter(whole, SOFT, mode="nearest") - 0.5) * STEEP + 0.5, 0, 1)
    return share


def sampled(grid: Grid, values: np.ndarray, longitudes: np.ndarray, latitudes: np.ndarray) -> np.ndarray:
    """Values (height, width) without gaps at places, linear between cells; arrays of any one shape."""
    from scipy.ndimage import map_coordinates

    extent = grid.extent
    rows = (extent.north - latitudes) / (extent.north - extent.south) * grid.height - 0.5
    columns = (longitudes - extent.west) / (extent.east - extent.west) * grid.width - 0.5
    found: np.ndarray = map_coordinates(values, (rows, columns), output=np.float32, order=1, mode="nearest")
    return found


@cached(LRUCache(32), lock=Lock())
def _nearest(known: bytes, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    from scipy.ndimage import distance_transform_edt

    mask = np.frombuffer(known, dtype=bool).reshape(shape)
    rows, columns = distance_transform_edt(~mask, return_distances=False, return_indices=True)
    return rows.astype(np.int32), columns.astype(np.int32)
