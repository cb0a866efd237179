"""Where and when a bird was seen: the only way place and time travel through CrossCLIP."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from numbers import Real
from typing import TYPE_CHECKING

from crossclip.errors import CrossClipError

if TYPE_CHECKING:
    from torch import Tensor


class SightingError(CrossClipError):
    """A place or date that cannot be; the message says what would be right."""


@dataclass(frozen=True)
class Sighting:
    """A place and a date, each of which may be unknown on its own.

    Attributes:
        longitude: degrees east, -180 to 180, or None with an unknown place.
        latitude: degrees north, -90 to 90, or None with an unknown place.
        date: the calendar day, or None with an unknown date.

    Raises:
        SightingError: for half a place, or coordinates off the globe. Nothing is wrapped or
            clipped: a longitude of 181 is refused, because it is more often a mistake than a wish.
    """

    longitude: float | None = None
    latitude: float | None = None
    date: Date | None = None

    def __post_init__(self) -> None:
        if self.date is not None and (not isinstance(self.date, Date) or isinstance(self.date, datetime)):
            raise SightingError(f"date {_shown(self.date)} is not a datetime.date: `Sighting.parse` reads others")
        if (self.longitude is None) != (self.latitude is None):
            missing, given = ("latitude", "longitude") if self.latitude is None else ("longitude", "latitude")
            raise SightingError(f"{given} is given without {missing}: give both, or neither")
        if self.longitude is None:
            return
        # NumPy's numbers come in from arrays; as plain floats they compare, hash and print alike.
        object.__setattr__(self, "latitude", _checked_degrees("latitude", self.latitude, 90))
        object.__setattr__(self, "longitude", _checked_degrees("longitude", self.longitude, 180))

    @property
    def has_place(self) -> bool:
        return self.longitude is not None

    @property
    def has_date(self) -> bool:
        return self.date is not None

    @property
    def year_fraction(self) -> float | None:
        """How far into its year the date lies, in [0, 1); leap years run at their own pace,
        so that 31 December always stands next to 1 January."""
        if self.date is None:
            return None
        days = 366 if calendar.isleap(self.date.year) else 365
        return (self.date.timetuple().tm_yday - 1) / days

    @classmethod
    def parse(
        cls,
        longitude: str | float | None = None,
        latitude: str | float | None = None,
        date: str | Date | None = None,
    ) -> Sighting:
        """Read a sighting from text, as tables, command lines and addresses hold it.

        Blank text is unknown. Dates are ISO (YYYY-MM-DD).

        Raises:
            SightingError: with one sentence that says what was wrong and what would be right.
        """
        return cls(parse_degrees("longitude", longitude), parse_degrees("latitude", latitude), parse_date(date))


def parse_degrees(name: str, value: str | float | None) -> float | None:
    """Decimal degrees from text or a number; blank is None; the range is checked by `Sighting`."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise SightingError(f"{name} {_shown(value)} is not a number: use decimal degrees such as 40.71") from None


def parse_date(value: str | Date | None) -> Date | None:
    """An ISO date from text; blank is None."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        # A datetime, pandas' Timestamp included, is its day; its "not a time" has none.
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, Date) else Date.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        raise SightingError(f"date {_shown(value)} is not a day of the calendar: write it as 2024-05-31") from None


def sighting_tensor(sightings: Sequence[Sighting]) -> Tensor:
    """The form in which encoders take sightings: (N, 3) of longitude and latitude in degrees and
    the fraction of the year, NaN where unknown."""
    import torch  # here, so that a wrong place or date is refused at once

    rows = [(s.longitude, s.latitude, s.year_fraction) for s in sightings]
    return torch.tensor(
        [[math.nan if value is None else value for value in row] for row in rows], dtype=torch.float32
    ).reshape(-1, 3)


def _checked_degrees(name: str, value: object, limit: int) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise SightingError(f"{name} {_shown(value)} is not a number: `Sighting.parse` reads text")
    try:
        degrees = float(value)
    except OverflowError:
        degrees = math.inf
    if not math.isfinite(degrees):
        raise SightingError(f"{name} {degrees} is not a number of degrees: leave it out where it is unknown")
    if abs(degrees) <= limit:
        return degrees
    hint = " (are latitude and longitude swapped?)" if name == "latitude" and abs(degrees) <= 180 else ""
    raise SightingError(f"{name} {degrees:g} is outside -{limit} to {limit} degrees{hint}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:36] + "...'"
