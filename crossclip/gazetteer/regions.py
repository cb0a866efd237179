"""States, provinces and countries: what they are called, and which towns lie in them."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "geonames"
REGIONS_FILE = "regions.csv"
LONG = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
SEPARATORS = str.maketrans(dict.fromkeys("-.'`\u2019\u2018/_", " "))


@dataclass(frozen=True)
class Region:
    """A state, a province or a country.

    Attributes:
        kind: which of the three, in a word.
        country: two letters (ISO 3166).
        code: GeoNames' code of the state or province; blank for a whole country.
    """

    kind: str
    country: str
    code: str
    name: str


def plain_name(text: str) -> str:
    """A name as it is looked for: without accents, capitals and marks, "St." as "saint"."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = text.casefold().translate(SEPARATORS).split()
    return " ".join(LONG.get(word, word) for word in words)


def regions_named(text: str) -> tuple[Region, ...]:
    """Regions of a name or of its letters: states of the United States first, then provinces, then countries."""
    return _regions()[0].get(plain_name(text), ())


def region_of(country: str, code: str) -> str:
    """In which state or province, or else in which country, a town lies."""
    names = _regions()[1]
    return names.get((country, code)) or names.get((country, ""), country)


@cache
def _regions() -> tuple[dict[str, tuple[Region, ...]], dict[tuple[str, str], str]]:
    """Regions by what they are called, and their names by country and code."""
    by_name: dict[str, tuple[Region, ...]] = {}
    names = {}
    with open(FOLDER / REGIONS_FILE, newline="", encoding="utf-8") as file:
        for kind, country, code, name, others in csv.reader(file):
            region = Region(kind, country, code, name)
            names[country, code] = name
            for called in dict.fromkeys(map(plain_name, (name, *others.split("|")))):
                by_name[called] = (*by_name.get(called, ()), region)
    return by_name, names
