"""Light and shadow of the land, by its heights: a background on which mountains and valleys are seen."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np

from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid

Background = Literal["plain", "relief"]
BACKGROUNDS: tuple[Background, ...] = ("plain", "relief")
CREDIT = "Relief: NOAA ETOPO (public domain)"
CELLS = 4  # a degree, of the rasters
GRID = Grid(Extent(-180, -60, 180, 85), 360 * CELLS, 145 * CELLS)
SOFT = 0.6  # cells over which heights are evened out: they come in steps
STEEP = 180.0  # metres from cell to cell that are lit, or shaded, by three quarters of all there is
LIGHT, SHADOW = 0.4, 0.4
"""How much of the colour below turns white in full light, and black in full shadow."""


@cache
def shading() -> np.ndarray:
    """From -1, in shadow, to 1, in the light, which comes from the north-west as on printed maps; 0 on level land. Over
    `GRID`, (height, width) float32, read-only."""
    from scipy.ndimage import gaussian_filter, maximum_filter

    from crossclip.environment import elevation

    metres = elevation()
    lone = np.where(metres == 0, maximum_filter(metres, 3), metres)  # cells of lakes are no pits
    top = round((90 - GRID.extent.north) * CELLS)
    rows = slice(top, top + GRID.height)
    south, east = np.gradient(gaussian_filter(lone, SOFT, mode=("nearest", "wrap")))
    shaded: np.ndarray = np.tanh((south + east)[rows] / np.sqrt(2) / STEEP).astype(np.float32)
    shaded.flags.writeable = False
    return shaded


def opacity(shaded: np.ndarray) -> np.ndarray:
    """Shading (...) as what is laid over colours: white or black and how opaque, (..., 4) uint8."""
    share = shaded * np.where(shaded > 0, LIGHT, SHADOW)
    white = np.where(shaded > 0, 255.0, 0.0)
    laid: np.ndarray = np.stack([white, white, white, 255 * np.abs(share)], axis=-1).round().astype(np.uint8)
    return laid


@cache
def version() -> str:
    """Changes where the shading does."""
    heights = (files("crossclip") / "rasters" / "land.png").read_bytes()
    return hashlib.sha256(heights + Path(__file__).read_bytes()).hexdigest()[:12]
