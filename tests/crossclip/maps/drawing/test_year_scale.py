"""One scale through the year."""

import numpy as np
import pytest

from crossclip.maps import Atlas
from crossclip.maps.drawing.year_scale import COARSE_CELLS, coarse_year, year_scale
from crossclip.maps.land.extents import NORTH_AMERICA, Extent
from crossclip.maps.species_map import shared_scale
from crossclip.maps.weeks import WEEKS, week_day


@pytest.fixture(scope="module")
def atlas(predictor) -> Atlas:
    return Atlas(predictor)


def test_the_scale_is_about_that_of_the_year_in_fine_cells(atlas):
    year = coarse_year(atlas, "Blue Jay")
    assert [drawn.date for drawn in year] == [week_day(week) for week in WEEKS[::2]]
    assert (year[0].grid.width, year[0].grid.extent) == (40, NORTH_AMERICA)
    fine = shared_scale(atlas.species_year("Blue Jay"))
    assert year_scale([year]).high == pytest.approx(fine.high, rel=0.2)


def test_every_other_week_says_what_all_of_them_do(atlas):
    for name in atlas.predictor.species:
        year = coarse_year(atlas, name)
        whole = atlas.species_year(name, resolution=120 / COARSE_CELLS)
        assert [drawn.date for drawn in whole[::2]] == [drawn.date for drawn in year]
        assert year_scale([year]).high == pytest.approx(year_scale([whole]).high, rel=0.06)
        for some, drawn in zip(year, whole[::2], strict=True):
            np.testing.assert_allclose(some.shown, drawn.shown, rtol=1e-3, atol=1e-6)


def test_two_species_share_it_and_a_difference_runs_both_ways(atlas):
    years = [coarse_year(atlas, name) for name in ("Blue Jay", "European Starling")]
    assert year_scale(years).high >= np.median([year_scale([year]).high for year in years])
    assert year_scale(years, difference=True).diverging


def test_a_narrow_part_of_the_world_has_one_too(atlas):
    assert coarse_year(atlas, "Blue Jay", extent=Extent(-100, 40, -80, 40.3))[0].grid.height == 1
