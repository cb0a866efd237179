"""Extents and grids."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest
import shapely

from crossclip.maps.land import basemap, grids
from crossclip.maps.land.extents import NORTH_AMERICA, WORLD, Extent, GridError
from crossclip.maps.land.grids import Grid


def test_a_cell_with_any_land_is_land_and_asked_about_at_its_centre_or_on_its_coast():
    grid = Grid.over(NORTH_AMERICA, 1)
    rows, columns = np.nonzero(grid.land)
    longitudes, latitudes = grid.land_places
    centre = basemap.is_land(grid.longitudes[columns], grid.latitudes[rows])
    assert np.array_equal(grid.longitudes[columns][centre], longitudes[centre])
    assert np.array_equal(grid.latitudes[rows][centre], latitudes[centre])
    assert 0.05 < 1 - centre.mean() < 0.35
    for place, cell in list(zip(zip(longitudes, latitudes, strict=True), zip(rows, columns, strict=True), strict=True)):
        assert grid.cell(*place) == cell
    coast = shapely.MultiLineString(list(basemap.coast_lines()))
    off = shapely.distance(shapely.points(longitudes[~centre], latitudes[~centre]), coast)
    assert off.max() < 1e-6
    assert grid.land is Grid.over(NORTH_AMERICA, 1).land, "the mask of a grid is computed once"


def coastal_towns() -> list[basemap.Town]:
    """The largest towns of North America that lie within a quarter of a degree of water."""
    shore = basemap.coast_points()
    inside = [town for town in basemap.towns() if -168 < town.longitude < -52 and 12 < town.latitude < 73]
    near = [t for t in inside if (np.hypot(*(shore - (t.longitude, t.latitude)).T) < 0.2).any()]
    return near[:60]


def test_every_coastal_town_has_a_cell_with_land():
    towns = coastal_towns()
    assert len(towns) >= 50
    assert {"San Francisco", "Vancouver", "Havana", "Chicago"} <= {town.name for town in towns}
    for resolution in (0.25, 0.5, 1):
        grid = Grid.over(NORTH_AMERICA, resolution)
        lost = [town.name for town in towns if grid.land_cell(town.longitude, town.latitude) is None]
        assert lost == []


@pytest.mark.parametrize("place", [(-122.42, 37.78), (-123.1, 49.28), (-81.78, 24.56), (-94.8, 29.3), (-74.9, 38.93)])
def test_ports_have_land(place):
    assert Grid.over(NORTH_AMERICA, 0.25).land_cell(*place)


@pytest.mark.parametrize("place", [(-87.0, 43.5), (-60, 30), (-130, 40), (-85, 75.1), (0, 0)])
def test_the_open_sea_the_middle_of_a_great_lake_and_what_is_off_the_map_have_none(place):
    assert Grid.over(NORTH_AMERICA, 0.25).land_cell(*place) is None


def test_a_place_just_off_the_coast_has_the_nearest_land():
    grid = Grid.over(NORTH_AMERICA, 0.25)
    at_sea = grid.land_cell(-81.0, 28.0), grid.land_cell(-80.35, 28.0), grid.land_cell(-79.0, 28.0)
    assert at_sea[1] is not None
    assert at_sea[2] is None


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
    ("resolution", "words"),
    [(0, "above 0"), (-1, "above 0"), (float("nan"), "above 0"), (200, "wider"), (0.01, "fine")],
)
def test_refuses_absurd_resolutions(resolution, words):
    with pytest.raises(GridError, match=words):
        Grid.over(WORLD, resolution)
    assert Grid.over(WORLD, 0.25).width == 1440


def test_threads_that_ask_for_one_grid_wait_for_one_computation(monkeypatch):
    computed, together = [], Barrier(4)
    is_land = grids.is_land

    def count(*places):
        computed.append(places)
        return is_land(*places)

    monkeypatch.setattr(grids, "is_land", count)
    grid = Grid.over(Extent(-93.7, 44.1, -90.2, 47.3), 0.25)

    def ask(_: int) -> int:
        together.wait(60)
        return id(grid.land)

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(ask, range(4)))) == 1
    assert len(computed) == 1
