"""States, provinces and countries by name and by letters."""

import pytest

from crossclip.gazetteer.regions import plain_name, region_of, regions_named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Minnesota", ["Minnesota"]),
        ("mn", ["Minnesota", "Mongolia"]),
        ("CA", ["California", "Canada"]),
        ("Québec", ["Quebec"]),
        ("usa", ["United States"]),
        ("Georgia", ["Georgia", "Georgia"]),
        ("Atlantis", []),
        ("", []),
    ],
)
def test_a_region_is_found_by_name_and_by_letters(text, names):
    assert [region.name for region in regions_named(text)] == names


def test_states_come_before_countries():
    assert [region.kind for region in regions_named("Georgia")] == ["state", "country"]


def test_a_town_lies_in_a_state_or_else_in_a_country():
    assert region_of("US", "MN") == "Minnesota"
    assert region_of("CA", "08") == "Ontario"
    assert region_of("FR", "11") == "France"
    assert region_of("XX", "1") == "XX"


def test_names_are_compared_without_marks():
    assert plain_name(" St.  Paul-de-Vence ") == "saint paul de vence"
    assert plain_name("Montréal") == plain_name("MONTREAL")
