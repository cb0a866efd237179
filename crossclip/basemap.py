"""Land and borders to draw maps on, and to tell land from sea (Natural Earth, public domain)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import ArrayLike

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "natural_earth"
CREDIT = "Land and borders: Natural Earth, US Census Bureau (public domain)"

Line = np.ndarray
"""(points, 2) longitudes and latitudes in degrees."""


@lru_cache
def land(scale: str = "50m") -> shapely.MultiPolygon:
    """Land of the world, cut at the antimeridian; the Great Lakes count as land.

    Args:
        scale: "50m" (1:50 million) or "110m", which has a tenth of the points.
    """
    if scale not in ("50m", "110m"):
        raise ValueError(f"land comes at the scales 50m and 110m, not {scale!r}")
    (polygons,) = _read(f"land_{scale}.geojson")
    shapely.prepare(polygons)
    return polygons


def is_land(longitudes: ArrayLike, latitudes: ArrayLike) -> np.ndarray:
    """Whether places in degrees, arrays of any one shape, lie on land or its very edge."""
    return shapely.intersects_xy(land(), longitudes, latitudes)


@lru_cache
def coast_lines(scale: str = "50m", tolerance: float = 0.0) -> tuple[Line, ...]:
    """Coasts as lines, without the edges along +-180 and -90 degrees that only close the polygons.

    Args:
        tolerance: leave out points that move the line by no more than so many degrees.
    """
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_parts(land(scale).boundary)]
    lines = [piece for ring in rings for piece in _without_frame(ring)]
    return _simplified(lines, tolerance)


@lru_cache
def border_lines(kind: str = "country", tolerance: float = 0.0) -> tuple[Line, ...]:
    """Borders of North America as lines: "country" (shared borders) or "state" (United States)."""
    if kind not in ("country", "state"):
        raise ValueError(f"borders are of kind country or state, not {kind!r}")
    borders = shapely.get_parts(shapely.line_merge(shapely.union_all(_read("borders_north_america.geojson", kind))))
    return _simplified([shapely.get_coordinates(border) for border in borders], tolerance)


def joined(lines: tuple[Line, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Many lines as one longitude and one latitude array with NaN between lines: one Plotly trace."""
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([part for line in lines for part in (line, gap)][:-1] or [np.empty((0, 2))])
    return points[:, 0], points[:, 1]


@lru_cache
def land_geojson(scale: str = "50m", tolerance: float = 0.05) -> str:
    """Land as GeoJSON text to fill in a web map; draw its edges with `coast_lines`."""
    return shapely.to_geojson(land(scale).simplify(tolerance, preserve_topology=True))


def _read(name: str, kind: str | None = None) -> list[shapely.Geometry]:
    import json

    features = json.loads((FOLDER / name).read_text(encoding="utf-8"))["features"]
    return [
        shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in features
        if kind is None or feature["properties"]["kind"] == kind
    ]


def _without_frame(ring: Line) -> list[Line]:
    longitude, latitude = np.abs(ring[:, 0]) >= 180, ring[:, 1] <= -90
    on_frame = (longitude[:-1] & longitude[1:]) | (latitude[:-1] & latitude[1:])
    pieces = np.split(np.arange(len(on_frame)), np.flatnonzero(np.diff(on_frame)) + 1)
    return [ring[piece[0] : piece[-1] + 2] for piece in pieces if not on_frame[piece[0]]]


def _simplified(lines: list[Line], tolerance: float) -> tuple[Line, ...]:
    simple = shapely.simplify([shapely.LineString(line) for line in lines], tolerance)
    return tuple(shapely.get_coordinates(line) for line in simple)
