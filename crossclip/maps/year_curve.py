"""The year of a species at one place: a value a week, and what lies around the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from crossclip.errors import CrossClipError
from crossclip.maps.land.basemap import is_land
from crossclip.maps.land.coverage import month_of
from crossclip.maps.land_values import sighting_rows
from crossclip.maps.values.readings import Reading, check_reading, in_season
from crossclip.maps.weeks import WEEKS, week_day, week_name
from crossclip.sighting import Sighting

if TYPE_CHECKING:
    from torch import Tensor

    from crossclip.maps.atlas import Atlas

AROUND = 100.0  # km
KM_OF_A_DEGREE = 111.195
RINGS = {0.5: 6, 1.0: 12}  # share of the way, and how many places there are at it


@dataclass(frozen=True, eq=False)
class YearCurve:
    """What a map of a species says at one place, week by week; NaN where it has no value.

    Attributes:
        values: (52,) at the place.
        low, high: (52,) the least and the greatest within `AROUND` km on land.
    """

    species: str
    place: Sighting
    reading: Reading
    values: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def has_values(self) -> bool:
        return not bool(np.isnan(self.values).all())

    @property
    def words(self) -> str:
        """The curve for those who do not see it."""
        if not self.has_values:
            return f"{self.species}: no value in any week"
        told = [
            f"{word} in week {WEEKS[week]}, {week_name(WEEKS[week])}, at {100 * self.values[week]:.2g}%"
            for word, week in (
                ("highest", int(np.nanargmax(self.values))),
                ("lowest", int(np.nanargmin(self.values))),
            )
        ]
        missing = int(np.isnan(self.values).sum())
        gap = f"; no value in {missing} of {len(WEEKS)} weeks" if missing else ""
        return f"{self.species}: {', '.join(told)}{gap}"


def year_curves(
    atlas: Atlas,
    species: Sequence[str],
    place: Sighting,
    photo_embedding: Tensor | None = None,
    reading: Reading = "next",
) -> list[YearCurve]:
    """The curves of species, by common or scientific name, at one place; the values are those of the maps of an
    `Atlas` there.

    Args:
        photo_embedding, reading: as for `Atlas.species_map`.

    Raises:
        CrossClipError: for an unknown species, a place that is not known, or what `check_reading` refuses.
    """
    if place.longitude is None or place.latitude is None:
        raise CrossClipError("the year of a species is told of a place: give its longitude and latitude")
    predictor = atlas.predictor
    indices = [predictor.find_species(name) for name in species]
    for index in indices:
        check_reading(predictor.config, predictor.species[index], reading, None, photo_embedding is not None)
    longitudes, latitudes = places_around(place.longitude, place.latitude)
    days = [week_day(week) for week in WEEKS]
    seasons = [Sighting(date=day).year_fraction or 0.0 for day in days]
    rows = sighting_rows(
        np.tile(longitudes, len(days)), np.tile(latitudes, len(days)), np.repeat(seasons, len(longitudes))
    )
    embedded = predictor.embed_sightings(rows)
    if reading == "visit":
        found = predictor.visits(embedded)
    else:
        known = "meta" if photo_embedding is None else "photo+meta"
        found = predictor.probabilities(photo_embedding, embedded, known)
    table = found[:, torch.tensor(indices)].numpy().reshape(len(days), len(longitudes), len(indices))
    if atlas.coverage is not None:
        months = [month_of(day) for day in days]
        near = atlas.coverage.supports_by_month(longitudes, latitudes)[:, months].T
        table = np.where(near[..., None], table, np.nan)
    out = np.array([not in_season(day) for day in days])
    curves = []
    for column, index in enumerate(indices):
        name, values = predictor.species[index], table[..., column]
        if reading == "visit" or name in predictor.config.summer_only:
            values = np.where(out[:, None], np.nan, values)
        # Where no place has a value both stay NaN.
        low, high = np.fmin.reduce(values, axis=1), np.fmax.reduce(values, axis=1)
        curves.append(YearCurve(name, place, reading, values[:, 0], low, high))
    return curves


def places_around(longitude: float, latitude: float) -> tuple[np.ndarray, np.ndarray]:
    """A place, and first of all itself, with places on land within `AROUND` km of it."""
    longitudes, latitudes = [longitude], [latitude]
    for share, count in RINGS.items():
        angles = np.arange(count) * (2 * np.pi / count)
        degrees = share * AROUND / KM_OF_A_DEGREE
        north = np.clip(latitude + degrees * np.cos(angles), -89.9, 89.9)
        east = longitude + degrees * np.sin(angles) / np.cos(np.radians(north))
        on_land = is_land(east := (east + 180) % 360 - 180, north)
        longitudes += east[on_land].tolist()
        latitudes += north[on_land].tolist()
    return np.array(longitudes), np.array(latitudes)
