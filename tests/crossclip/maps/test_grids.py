"""Extents and grids."""

import numpy as np
import pytest

from crossclip.maps import basemap
from crossclip.maps.grids import NORTH_AMERICA, WORLD, Extent, Grid, GridError


def test_grid_land_is_that_of_its_cell_centres():
    grid = Grid.over(NORTH_AMERICA, 1)
    rows, columns = np.nonzero(grid.land)
    longitudes, latitudes = grid.land_places
    assert basemap.is_land(longitudes, latitudes).all()
    assert np.array_equal(grid.longitudes[columns], longitudes)
    assert np.array_equal(grid.latitudes[rows], latitudes)
    assert 0.3 < grid.land.mean() < 0.45
    assert grid.land is Grid.over(NORTH_AMERICA, 1).land, "the mask of a grid is computed once"


def test_grid_centres_and_edges():
    grid = Grid.over(Extent(-100, 30, -98, 31), 0.5)
    assert grid.longitudes.tolist() == [-99.75, -99.25, -98.75, -98.25]
    assert grid.latitudes.tolist() == [30.75, 30.25]
    assert [edges.tolist() for edges in grid.edges] == [[-100, -99.5, -99, -98.5, -98], [31, 30.5, 30]]
    assert grid.cell(-99.9, 30.9) == (0, 0)
    assert grid.cell(-98, 30) == (1, 3), "the far edges belong to the last cells"
    assert grid.cell(-97.9, 30.5) is None


def test_grid_fills_an_extent_that_is_no_multiple_of_its_cells():
    grid = Grid.over(Extent(0, 0, 10, 7), 3)
    assert (grid.width, grid.height) == (3, 2)
    assert grid.edges[0][-1] == 10
    assert grid.edges[1][-1] == 0


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((10, 0, -10, 5), "west south east north"),
        ((0, 5, 10, 5), "south"),
        ((-190, 0, 0, 5), "globe"),
        ((0, 0, 10, 91), "globe"),
        ((float("nan"), 0, 10, 5), "numbers"),
    ],
)
def test_refuses_impossible_extents(box, words):
    with pytest.raises(GridError, match=words):
        Extent(*box)


@pytest.mark.parametrize(
    ("resolution", "words"),
    [(0, "above 0"), (-1, "above 0"), (float("nan"), "above 0"), (200, "wider"), (0.01, "fine")],
)
def test_refuses_absurd_resolutions(resolution, words):
    with pytest.raises(GridError, match=words):
        Grid.over(WORLD, resolution)
    assert Grid.over(WORLD, 0.25).width == 1440
