"""The map of one species, and of the difference between two: the numbers and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from crossclip.errors import CrossClipError
from crossclip.maps.value_map import ValueMap
from crossclip.maps.values.readings import RANGE_LINE, SUMMER_ONLY, Reading, in_season
from crossclip.maps.values.scales import Scale

PHOTO_ENDS = (0.1, 0.25, 0.5, 1.0)
PERCENTILE = 99.5
COLUMNS: dict[Reading, str] = {"next": "value", "visit": "found_on_a_visit"}
SMALLEST = 1e-6  # the end of a scale where nothing is likely


@dataclass(frozen=True, eq=False)
class SpeciesMap(ValueMap):
    """Where one species is likely, for the species alone or given a photo.

    Values are calibrated probabilities over all species of the model: without a photo, that the next
    bird reported at the place on the date is this species; given a photo, that the bird in it is this
    species, had it been taken there. In the reading "visit" they are of this species for itself: that a
    morning's visit to the place finds it. Where there is no support there is no value.

    Attributes:
        summer_only: what is known of the species rests on summer surveys alone.
    """

    species: str
    scientific_name: str
    given_photo: bool = field(default=False, kw_only=True)
    reading: Reading = field(default="next", kw_only=True)
    summer_only: bool = field(default=False, kw_only=True)

    @property
    def title(self) -> str:
        return self.species

    @property
    def scientific(self) -> str:
        return self.scientific_name

    @property
    def subtitle(self) -> str:
        if self.reading == "visit":
            return "Found on a morning's visit"
        return "Given this photo" if self.given_photo else "For the species (no photo)"

    @property
    def meaning(self) -> str:
        if self.reading == "visit":
            return "probability that this species is found on a morning's visit here"
        if self.given_photo:
            return "probability that the bird in this photo, if taken here, is this species"
        return "probability that the next bird reported here is this species"

    @property
    def scale(self) -> Scale:
        return shared_scale([self])

    @property
    def line(self) -> float | None:
        return RANGE_LINE if self.reading == "visit" else None

    @property
    def line_meaning(self) -> str:
        return f"Found on one morning in {1 / RANGE_LINE:.0f}" if self.reading == "visit" else ""

    @property
    def note(self) -> str:
        return f"{self.species} {SUMMER_ONLY}" if self.summer_only else ""

    @property
    def out_of_season(self) -> bool:
        """Whether the map is of a date of which nothing is known."""
        return (self.summer_only or self.reading == "visit") and not in_season(self.date)

    @property
    def template(self) -> str:
        return "found on {}% of mornings" if self.reading == "visit" else "{}%"

    @property
    def column(self) -> str:
        return COLUMNS[self.reading]

    def about(self) -> dict[str, Any]:
        names = {"species": self.species, "scientific_name": self.scientific_name, "reading": self.reading}
        return names | super().about() | ({} if self.line is None else {"range_line": self.line})


@dataclass(frozen=True, eq=False)
class SpeciesDifference(ValueMap):
    """How much likelier one species is than another: the difference of their maps' values."""

    first: SpeciesMap
    second: SpeciesMap

    @classmethod
    def between(cls, first: SpeciesMap, second: SpeciesMap) -> SpeciesDifference:
        """First minus second.

        Raises:
            CrossClipError: unless both are on the same grid and date, in the same reading, with the same photo or none.
        """
        if (first.grid, first.date, first.given_photo) != (second.grid, second.date, second.given_photo):
            raise CrossClipError("maps are compared on the same grid and date, both for the species or both by a photo")
        if first.reading != second.reading:
            raise CrossClipError("maps are compared in the same reading: both of the next bird, or both of a visit")
        fewer = second if second.out_of_season else first
        return cls(
            first.grid,
            first.values - second.values,
            first,
            second,
            date=first.date,
            support=fewer.support,
            no_value=fewer.no_value,
        )

    @property
    def given_photo(self) -> bool:
        return self.first.given_photo

    @property
    def reading(self) -> Reading:
        return self.first.reading

    @property
    def note(self) -> str:
        return ", and ".join(one.note for one in (self.first, self.second) if one.note)

    @property
    def signed(self) -> bool:
        return True

    @property
    def template(self) -> str:
        return "{} percentage points"

    @property
    def column(self) -> str:
        return self.first.column

    @property
    def title(self) -> str:
        return f"{self.first.species} minus {self.second.species}"

    @property
    def subtitle(self) -> str:
        return self.first.subtitle

    @property
    def meaning(self) -> str:
        return f"{self.first.meaning.replace('this species', self.first.species)}, less that of {self.second.species}"

    @property
    def scale(self) -> Scale:
        return shared_scale([self])


def shared_scale(maps: Sequence[SpeciesMap | SpeciesDifference]) -> Scale:
    """One scale for maps of one kind, such as all weeks of a year or two species side by side.

    Without a photo the end is the 99.5th percentile of what is shown, and colours follow the square
    root: among hundreds of species most probabilities are small, and the margins of a range should be
    seen. Given a photo the end is the first of `PHOTO_ENDS` that is no less: a species that the photo
    rules out stays pale everywhere. What visits find runs evenly from 0 to 1. Differences run both ways from zero.
    """
    known = np.abs(np.concatenate([drawn.known for drawn in maps]))
    end = float(np.percentile(known, PERCENTILE)) if known.size else 1.0
    differences = isinstance(maps[0], SpeciesDifference)
    visit = maps[0].reading == "visit"
    if visit and not differences:
        return Scale(0.0, 1.0)
    evenly = visit or maps[0].given_photo
    power = 1.0 if evenly else 0.5
    if evenly:
        end = next((round_end for round_end in PHOTO_ENDS if end <= round_end), PHOTO_ENDS[-1])
    end = max(end, SMALLEST)
    return Scale.around_zero(end, power) if differences else Scale(0.0, end, power)
