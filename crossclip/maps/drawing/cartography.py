"""Equal-area projections, and land, coasts and borders projected for drawing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from crossclip.maps.land import basemap
from crossclip.maps.land.extents import Extent

STEP = 1.0  # degrees between the points of a straight line, so that it bends as the projection does
MARGIN = 2e5  # metres
FINEST = 6000  # of a figure's width, what may be left out of lines: half a pixel at 300 dots an inch
ACROSS = 1400  # points of a picture from west to east: 200 an inch on a page


class Projection:
    """Degrees to metres on an equal-area map of an extent: Equal Earth for more than half the globe,
    Lambert's azimuthal projection about its centre for less."""

    def __init__(self, extent: Extent) -> None:
        from pyproj import Transformer

        longitude, latitude = extent.centre
        self.name = "Equal Earth" if _is_wide(extent) else "Lambert's azimuthal equal-area"
        name = "eqearth" if _is_wide(extent) else f"laea +lat_0={latitude}"
        proj = f"+proj={name} +lon_0={longitude} +R=6371007"
        self._transformer = Transformer.from_crs("EPSG:4326", proj, always_xy=True)

    def __call__(self, longitudes: np.ndarray, latitudes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self._transformer.transform(longitudes, latitudes)

    def inverse(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Metres to degrees; infinite off the globe."""
        return self._transformer.transform(x, y, direction="INVERSE")

    def shape(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """A geometry of degrees in metres."""
        dense = shapely.segmentize(geometry, STEP)
        return shapely.transform(dense, lambda points: np.stack(self(points[:, 0], points[:, 1]), axis=1))


@dataclass(frozen=True, eq=False)
class Backdrop:
    """What an extent's maps are drawn on, projected: its outline and its land as paths, coasts and
    borders as lines (points, 2); `view` is what to show of it."""

    projection: Projection
    view: Bbox
    frame: Path
    land: Path
    coasts: list[np.ndarray]
    countries: list[np.ndarray]
    states: list[np.ndarray]

    @cached_property
    def places(self) -> tuple[np.ndarray, np.ndarray]:
        """Longitudes and latitudes of the points that a picture of the view has, (rows, `ACROSS`) each, north first."""
        (left, bottom), (right, top) = self.view.get_points()
        rows = max(2, round(ACROSS * (top - bottom) / (right - left)))
        x = left + (np.arange(ACROSS) + 0.5) * (right - left) / ACROSS
        y = top - (np.arange(rows) + 0.5) * (top - bottom) / rows
        longitudes, latitudes = self.projection.inverse(*np.meshgrid(x, y))
        return longitudes.astype(np.float32), latitudes.astype(np.float32)


@lru_cache(maxsize=6)
def backdrop(extent: Extent, part: Extent | None = None) -> Backdrop:
    """The backdrop of an extent.

    Args:
        part: what to show of it; by default all, or all of its land.
    """
    projection = Projection(part or extent)
    shown = part or extent
    # A power of two, so that parts of like width share what is drawn.
    fine = 2.0 ** np.floor(np.log2((shown.east - shown.west) / FINEST))
    box = (extent.west, extent.south, extent.east, extent.north)
    frame = _path(projection.shape(shapely.box(*box)))
    land = projection.shape(shapely.clip_by_rect(basemap.simple_land(fine), *box))
    # Of a part of the globe only the land is shown: a wide extent's far corners are sea.
    view = frame.get_extents() if _is_wide(extent) or land.is_empty else Bbox.from_extents(land.bounds).padded(MARGIN)
    if part is not None:
        view = _path(projection.shape(shapely.box(part.west, part.south, part.east, part.north))).get_extents()

    def lines(parts: tuple[np.ndarray, ...]) -> list[np.ndarray]:
        inside = shapely.clip_by_rect(shapely.MultiLineString(list(parts)), *box)
        return [shapely.get_coordinates(part) for part in shapely.get_parts(projection.shape(inside))]

    return Backdrop(
        projection,
        view,
        frame,
        _path(_within(land, view)),
        lines(basemap.coast_lines(fine)),
        lines(basemap.border_lines("country", fine)),
        lines(basemap.border_lines("state", fine)),
    )


def _is_wide(extent: Extent) -> bool:
    return extent.east - extent.west > 180


def _within(polygons: shapely.Geometry, view: Bbox) -> shapely.MultiPolygon:
    """What of polygons is in a view: an SVG clips pictures by the land alone."""
    parts = shapely.get_parts(shapely.clip_by_rect(polygons, *view.extents))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def _path(polygons: shapely.Geometry) -> Path:
    # Normalised rings turn one way outside and the other way around a hole, which then stays empty.
    rings = shapely.get_rings(shapely.get_parts(polygons.normalize()))
    return Path.make_compound_path(*(Path(shapely.get_coordinates(ring), closed=True) for ring in rings))
