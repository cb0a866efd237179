"""Parts of the globe."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

from crossclip.errors import CrossClipError


class GridError(CrossClipError):
    """An extent or a resolution that gives no sensible map; the message says what would."""


@dataclass(frozen=True)
class Extent:
    """A box of longitudes and latitudes in degrees; it does not cross the date line."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(degrees) for degrees in astuple(self)):
            raise GridError(f"extent {self} needs four numbers of degrees: west, south, east, north")
        if not (self.west >= -180 and self.east <= 180 and self.south >= -90 and self.north <= 90):
            raise GridError(f"extent {self} leaves the globe: longitudes are -180 to 180, latitudes -90 to 90")
        if not self.west < self.east:
            raise GridError(
                f"extent {self} has its west at or beyond its east: the order is west south east north, "
                "and no map crosses the date line"
            )
        if not self.south < self.north:
            raise GridError(f"extent {self} has its south at or above its north: the order is west south east north")

    def __str__(self) -> str:
        return " ".join(f"{degrees:g}" for degrees in astuple(self))

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2


NORTH_AMERICA = Extent(-170, 10, -50, 75)
WORLD = Extent(-180, -90, 180, 90)
