"""A map that is the same everywhere is said to be."""

from dataclasses import replace

import numpy as np
import pytest

from crossclip.maps.flatness import flat_words
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.species_map import SpeciesMap

GRID = Grid.over(Extent(-100, 35, -80, 48), 1.0)


def given(low: float, high: float) -> SpeciesMap:
    values = np.linspace(low, high, GRID.width * GRID.height, dtype=np.float32).reshape(GRID.height, GRID.width)
    return SpeciesMap(GRID, values, "Blue Jay", "Cyanocitta cristata", given_photo=True)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.99, 1.0, "the photo decides, whatever the place: 99% or more for Blue Jay nearly everywhere"),
        (0.0, 0.0001, "the photo rules Blue Jay out, whatever the place: 0.1% or less nearly everywhere"),
        (0.0, 0.02, "the photo rules Blue Jay out, whatever the place: 2.0% or less nearly everywhere"),
        (0.30, 0.33, "30% to 33% for Blue Jay nearly everywhere"),
        (0.1, 0.9, ""),
    ],
)
def test_a_flat_map_says_so(low, high, words):
    assert words in flat_words(given(low, high))
    assert bool(flat_words(given(low, high))) == bool(words)


def test_a_map_without_photo_or_values_is_never_called_flat():
    assert flat_words(replace(given(1, 1), given_photo=False)) == ""
    assert flat_words(replace(given(1, 1), support=np.zeros((GRID.height, GRID.width), bool))) == ""
