"""The two things that a map can say of a species, and the season that surveys speak of."""

from __future__ import annotations

from datetime import date as Date
from typing import Literal, get_args

from crossclip.errors import CrossClipError
from crossclip.model.config import CrossClipConfig

Reading = Literal["next", "visit"]
"""How likely the next bird reported at a place is the species, among all; or a morning's visit finds it, for itself."""
SEASON, SEASON_WORDS = range(5, 8), "May to July"
MID_SEASON = Date(2023, 6, 15)  # of which year makes no difference to a model
RANGE_LINE = 0.1
"""Where a visit finds a species with this probability, its range is drawn to end."""
SUMMER_ONLY = f"rests on surveys of {SEASON_WORDS} alone"
OUT_OF_SEASON = f"nothing is known outside {SEASON_WORDS}"


class ReadingError(CrossClipError):
    """A reading that a model cannot give of a species, or not for what else was asked."""


def in_season(date: Date | None) -> bool:
    """Whether surveys speak of a date; no date leaves the choice to them."""
    return date is None or date.month in SEASON


def check_reading(
    config: CrossClipConfig, species: str, reading: str, date: Date | None = None, given_photo: bool = False
) -> None:
    """Refuse what cannot be read of a species, by its common name.

    Raises:
        ReadingError: with one sentence that says what was wrong and what would be right.
    """
    if reading not in get_args(Reading):
        raise ReadingError(f"there is no reading {reading!r}: the readings are {' and '.join(get_args(Reading))}")
    if reading == "next":
        return
    if given_photo:
        raise ReadingError("what a morning's visit finds is said of places, not of a photo: leave one of the two out")
    if species not in config.surveyed:
        raise ReadingError(
            f"what a morning's visit finds is not known of {species}: no survey has taught where it is absent"
        )
    if not in_season(date):
        raise ReadingError(
            f"what a morning's visit finds is known of {SEASON_WORDS} alone: choose a day in that season"
        )
