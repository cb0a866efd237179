"""The towns of the world, by name and by nearness."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from crossclip.gazetteer.regions import FOLDER, Region, plain_name, region_of
from crossclip.sphere import chord, kilometres, on_sphere

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

CREDIT = "Names of places: GeoNames (geonames.org, CC BY 4.0)"
TOWNS_FILE = "towns.tsv.gz"
NEAR = 15.0  # km from a town's middle that still are "near" it
CITY = 100_000  # people
BEARINGS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


class Town(NamedTuple):
    """A town; `country` and `region` are GeoNames' codes."""

    name: str
    longitude: float
    latitude: float
    country: str
    region: str
    population: int

    @property
    def label(self) -> str:
        """Its name and its state, province or country."""
        return f"{self.name}, {region_of(self.country, self.region)}"

    def lies_in(self, region: Region) -> bool:
        return self.country == region.country and region.code in ("", self.region)


@dataclass(frozen=True)
class NearTown:
    """The town nearest to a place, how far the place is from it, and in which direction."""

    town: Town
    kilometres: float
    bearing: str

    @property
    def words(self) -> str:
        """As in "near Duluth, Minnesota" or "62 km north-west of Duluth, Minnesota"."""
        if self.kilometres < NEAR:
            return f"near {self.town.label}"
        return f"{self.kilometres:,.0f} km {self.bearing} of {self.town.label}"


class Towns:
    """All towns of the table, the largest first."""

    def __init__(self, table: str) -> None:
        self.towns: list[Town] = []
        self.by_name: dict[str, list[Town]] = {}
        self._by_other_name: dict[str, list[Town]] = {}
        for line in table.splitlines():
            name, longitude, latitude, country, region, population, others = line.split("\t")
            town = Town(name, float(longitude), float(latitude), country, region, int(population))
            self.towns.append(town)
            self.by_name.setdefault(plain_name(name), []).append(town)
            for other in others.split("|") if others else ():
                self._by_other_name.setdefault(other, []).append(town)

    def named(self, name: str, regions: Sequence[Region] = ()) -> list[Town]:
        """Towns of a name, or else of another name such as NYC, the largest first; in the first of the regions that
        has one, if any are given."""
        name = plain_name(name)
        found = self.by_name.get(name) or self._by_other_name.get(name, [])
        if not regions:
            return found
        return next(filter(None, ([town for town in found if town.lies_in(region)] for region in regions)), [])

    def nearest(self, longitude: float, latitude: float) -> NearTown:
        """The town nearest to a place in degrees, along a great circle; or the city that it is `NEAR`, whose quarters
        are towns of the table as well."""
        place = on_sphere(longitude, latitude)
        near = self._tree.query_ball_point(place, chord(NEAR))
        index = min(near) if near else -1  # the largest
        if not near or self.towns[index].population < CITY:
            index = int(self._tree.query(place)[1])
        town = self.towns[index]
        away = kilometres(place, self._tree.data[index])
        return NearTown(town, float(away), _bearing(town, longitude, latitude))

    @cached_property
    def _tree(self) -> cKDTree:
        """Towns on the unit sphere."""
        from scipy.spatial import cKDTree  # a third of a second, which who gives degrees need not wait for

        return cKDTree(on_sphere(*np.array([(town.longitude, town.latitude) for town in self.towns]).T))


@cache
def towns() -> Towns:
    """The table, read when it is first asked for."""
    return Towns(gzip.decompress((FOLDER / TOWNS_FILE).read_bytes()).decode())


def nearest_town(longitude: float, latitude: float) -> NearTown:
    """The city that a place in degrees is near, or the nearest town, and how far it is.

    >>> nearest_town(-92.1, 46.8).words
    'near Duluth, Minnesota'
    """
    return towns().nearest(longitude, latitude)


def _bearing(town: Town, longitude: float, latitude: float) -> str:
    """In which direction from a town a place lies: where a great circle to it begins."""
    east = np.radians(longitude - town.longitude)
    here, there = np.radians(town.latitude), np.radians(latitude)
    along = np.sin(east) * np.cos(there)
    up = np.cos(here) * np.sin(there) - np.sin(here) * np.cos(there) * np.cos(east)
    return BEARINGS[round(float(np.degrees(np.arctan2(along, up))) / 45) % 8]
