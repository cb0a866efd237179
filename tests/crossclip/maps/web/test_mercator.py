"""Rows of degrees as rows of Web Mercator."""

import numpy as np
import pytest

from crossclip.maps.land.extents import NORTH_AMERICA, WORLD, Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.web.mercator import row_latitudes, shown_extent, to_mercator


@pytest.mark.parametrize("extent", [NORTH_AMERICA, WORLD, Extent(-100, 35, -80, 48)])
def test_a_latitude_stays_where_it_is(extent):
    grid = Grid.over(extent, 1)
    latitudes = np.repeat(grid.latitudes[:, None], grid.width, axis=1)
    rows = row_latitudes(grid)
    moved = to_mercator(grid, latitudes)
    assert moved.shape == (len(rows), grid.width)
    inside = (rows < grid.latitudes[0]) & (rows > grid.latitudes[-1])
    np.testing.assert_allclose(moved[inside, 0], rows[inside], atol=1e-3)


def test_pixels_are_as_high_as_wide_and_the_poles_are_left_out():
    rows = row_latitudes(Grid.over(Extent(-1, -60, 1, 60), 0.5))
    steps = -np.diff(rows)
    assert steps[len(rows) // 2] == pytest.approx(0.5, rel=0.05)
    assert steps[0] == pytest.approx(0.25, rel=0.05), "at 60 degrees everything is drawn twice as large"
    assert shown_extent(WORLD).north == pytest.approx(85.0511)
