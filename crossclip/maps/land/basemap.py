"""Land, borders and towns to draw maps on, and to tell land from sea (Natural Earth, public domain)."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np
import shapely
from numpy.typing import ArrayLike

FOLDER = Path(__file__).resolve().parent / "natural_earth"
CREDIT = "Land and borders: Natural Earth, US Census Bureau (public domain)"
COAST_STEP = 0.05
_ASKING = Lock()
"""Of the land that was prepared: where two threads ask it at once, GEOS damages the heap (shapely 2.2)."""

Line = np.ndarray
"""(points, 2) longitudes and latitudes in degrees."""


@cache
def land() -> shapely.MultiPolygon:
    """Land of the world at 1:50 million without its lakes, cut at the antimeridian."""
    (polygons,) = shapely.get_parts(shapely.from_geojson(_text("land_50m.geojson")))
    shapely.prepare(polygons)
    return polygons


def is_land(longitudes: ArrayLike, latitudes: ArrayLike) -> np.ndarray:
    """Whether places in degrees, arrays of any one shape, lie on land or its very edge."""
    with _ASKING:
        inside: np.ndarray = shapely.intersects_xy(land(), longitudes, latitudes)
    return inside


@cache
def coast_lines(tolerance: float = 0.0) -> tuple[Line, ...]:
    """Coasts as lines, without the edges along +-180 and -90 degrees that only close the polygons.

    Args:
        tolerance: leave out points that move the line by no more than so many degrees.
    """
    if tolerance:
        return _simplified(coast_lines(), tolerance)
    rings = shapely.get_rings(shapely.get_parts(land()))
    return tuple(piece for ring in rings for piece in _without_frame(shapely.get_coordinates(ring)))


@cache
def coast_points() -> np.ndarray:
    """Points of all coasts and shores, (points, 2), no two neighbours farther apart than `COAST_STEP` degrees."""
    lines = shapely.MultiLineString([line for line in coast_lines()])
    points: np.ndarray = shapely.get_coordinates(shapely.segmentize(lines, COAST_STEP))
    return points


@cache
def border_lines(kind: str = "country", tolerance: float = 0.0) -> tuple[Line, ...]:
    """Borders of North America as lines: "country" (shared borders) or "state" (United States)."""
    if kind not in ("country", "state"):
        raise ValueError(f"borders are of kind country or state, not {kind!r}")
    features = json.loads(_text("borders_north_america.geojson"))["features"]
    lines = [json.dumps(feature["geometry"]) for feature in features if feature["properties"]["kind"] == kind]
    borders = shapely.get_parts(shapely.line_merge(shapely.union_all(shapely.from_geojson(lines))))
    return _simplified([shapely.get_coordinates(border) for border in borders], tolerance)


@dataclass(frozen=True)
class Town:
    name: str
    longitude: float
    latitude: float
    population: int


@cache
def towns() -> tuple[Town, ...]:
    """Towns of the world to label a map with, the largest first; too few to look names up."""
    rows = csv.DictReader(_text("towns_50m.csv").splitlines())
    found = (Town(row["name"], float(row["longitude"]), float(row["latitude"]), int(row["population"])) for row in rows)
    return tuple(sorted(found, key=lambda town: -town.population))


@cache
def simple_land(tolerance: float) -> shapely.MultiPolygon:
    """Land with fewer points: edges are off by `tolerance` degrees at most, and no island is lost."""
    return shapely.multipolygons(shapely.simplify(shapely.get_parts(land()), tolerance))


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _without_frame(ring: Line) -> list[Line]:
    longitude, latitude = np.abs(ring[:, 0]) >= 180, ring[:, 1] <= -90
    on_frame = (longitude[:-1] & longitude[1:]) | (latitude[:-1] & latitude[1:])
    pieces = np.split(np.arange(len(on_frame)), np.flatnonzero(np.diff(on_frame)) + 1)
    return [ring[piece[0] : piece[-1] + 2] for piece in pieces if not on_frame[piece[0]]]


def _simplified(lines: Sequence[Line], tolerance: float) -> tuple[Line, ...]:
    simple = shapely.simplify([shapely.LineString(line) for line in lines], tolerance)
    return tuple(shapely.get_coordinates(line) for line in simple)
