"""The base map as a browser draws it: land without lakes, borders, towns, in as few bytes as its zoom allows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely

from crossclip.maps.land import basemap

MAX_ZOOM = 7
"""Beyond it land at 1:50 million shows its corners, and a value of a quarter of a degree is wider than the screen."""
UNITS = 100  # a hundredth of a degree is a pixel there
TOLERANCE = 0.02  # degrees


def world() -> dict[str, Any]:
    """Rings and lines as whole hundredths of a degree, each point as the step from the one before; towns as
    [name, longitude, latitude, population], the largest first; and whose they are."""
    land = shapely.get_rings(shapely.get_parts(basemap.simple_land(TOLERANCE)))
    return {
        "land": _steps(shapely.get_coordinates(ring) for ring in land),
        "country": _steps(basemap.border_lines("country", TOLERANCE)),
        "state": _steps(basemap.border_lines("state", TOLERANCE)),
        "towns": [[town.name, town.longitude, town.latitude, town.population] for town in basemap.towns()],
        "credit": "Natural Earth, US Census Bureau",
    }


def _steps(lines: Iterable[np.ndarray]) -> list[list[int]]:
    found = []
    for line in lines:
        points = np.round(line * UNITS).astype(int)
        moved = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
        points = points[moved]
        if len(points) > 1:
            found.append(np.diff(points, axis=0, prepend=[[0, 0]]).ravel().tolist())
    return found
