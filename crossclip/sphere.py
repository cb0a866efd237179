"""Places on the unit sphere, and how far they are from each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

EARTH = 6371.0088
"""Mean radius in km."""


def on_sphere(longitudes: ArrayLike, latitudes: ArrayLike) -> np.ndarray:
    """Places in degrees, arrays of any one shape, as unit vectors (..., 3)."""
    east, north = np.radians(longitudes), np.radians(latitudes)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=-1)


def kilometres(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Along great circles, between unit vectors (..., 3) that broadcast; from their chords, which tell near places
    apart better than cosines do."""
    chords = np.linalg.norm(first - second, axis=-1)
    distances: np.ndarray = 2 * EARTH * np.arcsin(np.minimum(chords / 2, 1))
    return distances


def chord(distance: float) -> float:
    """How long the straight line is, on the unit sphere, between places so many km apart along a great circle."""
    return float(2 * np.sin(distance / EARTH / 2))
