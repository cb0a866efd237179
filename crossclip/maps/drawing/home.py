"""Where a map opens: on what it has to show, and not on what lies around it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.place_map import EmbeddingMap
from crossclip.maps.value_map import ValueMap

SHARE, ROOM = (0.01, 0.99), 3.0
"""Between which shares of the sum of weights, from west to east and from south to north; and degrees around."""
STRESS = 1.5
"""Power of probabilities as weights: with 1, a faint margin as wide as a continent outweighs a coast full of gulls."""
WIDE = 180  # degrees: who asks for more than that wants to see it


def home_of(maps: Sequence[ValueMap | EmbeddingMap]) -> Extent:
    """Where maps of one extent have what they show: the birds, where values are probabilities, else the places near
    records. A box that holds all but little of it, with room around; of the whole world it is all."""
    extent = maps[0].grid.extent
    weights = [(drawn.grid, _weights(drawn)) for drawn in maps]
    if extent.east - extent.west > WIDE or not any(weight.any() for _, weight in weights):
        return extent
    north_south = [(grid.latitudes, weight.sum(axis=1)) for grid, weight in weights]
    east_west = [(grid.longitudes, weight.sum(axis=0)) for grid, weight in weights]
    (south, north), (west, east) = _between(north_south), _between(east_west)
    return Extent(
        max(west - ROOM, extent.west),
        max(south - ROOM, extent.south),
        min(east + ROOM, extent.east),
        min(north + ROOM, extent.north),
    )


def _weights(drawn: ValueMap | EmbeddingMap) -> np.ndarray:
    """How much a cell counts, (height, width)."""
    grid: Grid = drawn.grid
    area = np.cos(np.radians(grid.latitudes))[:, None]
    if isinstance(drawn, EmbeddingMap):
        weight = grid.land if drawn.support is None else drawn.support
    else:
        weight = np.abs(np.nan_to_num(drawn.shown)) ** STRESS if drawn.percent else ~np.isnan(drawn.shown)
    counted: np.ndarray = weight * area
    return counted


def _between(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[float, float]:
    """Between which of the places on an axis all but little of the weight is."""
    places, weights = (np.concatenate(values) for values in zip(*parts, strict=True))
    order = np.argsort(places, kind="stable")
    share = np.cumsum(weights[order])
    low, high = places[order][np.searchsorted(share / share[-1], SHARE).clip(max=len(places) - 1)].tolist()
    return low, high
