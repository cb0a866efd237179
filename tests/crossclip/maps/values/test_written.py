"""Two digits that count, the same wherever they are written."""

from dataclasses import replace

import numpy as np
import pytest

from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.place_map import TextAgreement
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap
from crossclip.maps.values.written import AT_SEA, NO_VALUE, SEA, TINY, codes, words_of, written

GRID = Grid.over(Extent(-100, 35, -90, 45), 1)
ALL = np.full((10, 10), 0.5, np.float32)
JAY = SpeciesMap(GRID, ALL, "Blue Jay", "Cyanocitta cristata")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1234, "12%"), (0.996, "100%"), (1.0, "100%"), (0.0996, "10%"), (0.01, "1.0%"), (0.00123, "0.12%"),
     (0.0001, "0.010%"), (0.00009, "<0.01%"), (0.0, "<0.01%")],
)  # fmt: skip
def test_percentages_have_two_digits(value, text):
    assert written(JAY, value) == text


def test_other_kinds_of_maps_write_in_their_own_way():
    visit = replace(JAY, reading="visit")
    assert written(visit, 0.5) == "found on 50% of mornings"
    difference = SpeciesDifference.between(JAY, JAY)
    assert written(difference, -0.034) == "−3.4 percentage points"
    assert written(difference, 0.034) == "+3.4 percentage points"
    text = TextAgreement(GRID, ALL, text="gulls")
    assert written(text, -0.876) == "−0.88"
    assert words_of(text)["template"] == "{}"


def test_codes_say_what_is_written_cell_by_cell():
    values = np.geomspace(1e-6, 1, 100, dtype=np.float32).reshape(10, 10)
    values[0, :3] = np.nan
    drawn = replace(JAY, values=values)
    for (mantissa, power, kind), value in zip(codes(drawn).reshape(-1, 3).tolist(), values.ravel(), strict=True):
        if np.isnan(value):
            assert kind in (SEA, NO_VALUE)
        elif kind == TINY:
            assert written(drawn, float(value)) == "<0.01%"
        else:
            number = mantissa * 10.0 ** (power - 128)
            assert written(drawn, float(value)) == f"{number:.{max(128 - power, 0)}f}%"


def test_a_place_without_a_value_says_why():
    few = replace(JAY, support=np.zeros_like(ALL, dtype=bool))
    assert few.words_at(-95, 40) == "no value: fewer than 10 records within 2° of arc"
    assert JAY.words_at(-60, 40) == AT_SEA
    assert JAY.words_at(-95, 40) == "50%"
