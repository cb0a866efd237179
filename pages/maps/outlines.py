"""Land and borders as a browser draws them: sent once, apart from the maps, since they are large and never change."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import shapely

from crossclip.maps import basemap


def outlines_script(tolerance: float) -> str:
    """A module that keeps the promise `crossclipOutlines` with land and borders as lists of {box, points}.

    Args:
        tolerance: degrees by which what is drawn may be off.
    """
    land = shapely.get_parts(basemap.simple_land(tolerance))
    lines: dict[str, Sequence[np.ndarray]] = {
        "land": [shapely.get_coordinates(ring) for ring in shapely.get_rings(land)],
        "country": basemap.border_lines("country", tolerance),
        "state": basemap.border_lines("state", tolerance),
    }
    outlines = {
        name: [
            {"box": [*line.min(axis=0), *line.max(axis=0)], "points": line.round(2).ravel().tolist()} for line in parts
        ]
        for name, parts in lines.items()
    }
    return keeping("crossclipOutlines", json.dumps(outlines, separators=(",", ":")))


def shapes_script(tolerance: float) -> str:
    """A module that keeps the promise `naturalEarth` with land and borders as GeoJSON, and whose they are."""
    shapes = {"land": basemap.simple_land(tolerance)}
    for kind in ("state", "country"):
        shapes[kind] = shapely.MultiLineString(basemap.border_lines(kind, tolerance))
    drawn = ",".join(f'"{kind}":{shapely.to_geojson(shape)}' for kind, shape in shapes.items())
    return keeping("naturalEarth", f'{{"shapes":{{{drawn}}},"credit":{json.dumps(basemap.CREDIT)}}}')


def keeping(promise: str, value: str) -> str:
    """A component's module that keeps a promise of the page, whether or not it has been asked for already.

    Args:
        value: JavaScript.
    """
    return f"(globalThis.{promise} ??= Promise.withResolvers()).resolve({value});\nexport default () => {{}};\n"
