"""Land and sea, lines to draw, grids, and coverage."""

import numpy as np
import pytest
import shapely

from crossclip.maps import basemap
from crossclip.maps.coverage import Coverage, CoverageError
from crossclip.maps.grids import NORTH_AMERICA, WORLD, Extent, Grid, GridError

HEADER = "longitude,latitude,records\n"


@pytest.mark.parametrize(
    ("longitude", "latitude", "land"),
    [
        (-88.0, 41.0, True),  # Illinois
        (-40.0, 40.0, False),  # the Atlantic
        (0.0, -90.0, True),
        (0.0, 90.0, False),  # the poles
        (180.0, 67.0, True),
        (-180.0, 67.0, True),
        (180.0, 0.0, False),  # the date line: Chukotka, the Pacific
        (-87.0, 43.5, True),  # Lake Michigan
        (-155.5, 19.6, True),  # Hawaii
    ],
)
def test_tells_land_from_sea(longitude, latitude, land):
    assert basemap.is_land([longitude], [latitude]).tolist() == [land]


def test_grid_land_is_that_of_its_cell_centres():
    grid = Grid.over(NORTH_AMERICA, 1)
    rows, columns = np.nonzero(grid.land)
    longitudes, latitudes = grid.land_places
    assert basemap.is_land(longitudes, latitudes).all()
    assert np.array_equal(grid.longitudes[columns], longitudes)
    assert np.array_equal(grid.latitudes[rows], latitudes)
    assert 0.3 < grid.land.mean() < 0.45
    assert grid.land is Grid.over(NORTH_AMERICA, 1).land, "the mask of a grid is computed once"


def test_coasts_have_no_frame_and_lose_nothing_else():
    lines = basemap.coast_lines()
    for start, end in ((line[:-1], line[1:]) for line in lines):
        assert not ((np.abs(start[:, 0]) == 180) & (np.abs(end[:, 0]) == 180)).any()
        assert not ((start[:, 1] == -90) & (end[:, 1] == -90)).any()
    drawn = sum(shapely.LineString(line).length for line in lines)
    frame = shapely.box(-180, -90, 180, 90).boundary.intersection(basemap.land().boundary).length
    assert frame > 360
    assert drawn == pytest.approx(basemap.land().boundary.length - frame)


def test_lines_simplify():
    fine, coarse = basemap.coast_lines(), basemap.coast_lines(tolerance=0.1)
    assert len(coarse) == len(fine)
    assert sum(map(len, coarse)) < sum(map(len, fine)) / 2
    assert len(basemap.border_lines("state", 0.1)) == len(basemap.border_lines("state"))


def test_simple_land_has_fewer_points_and_every_island():
    fine, simple = basemap.land(), basemap.simple_land(0.1)
    assert len(shapely.get_parts(simple)) == len(shapely.get_parts(fine))
    assert shapely.get_num_coordinates(simple) < shapely.get_num_coordinates(fine) / 2
    assert fine.buffer(0.2).covers(simple)
    assert simple.intersects(shapely.Point(-88, 41))


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


def test_coverage_counts_records_and_reads_back(tmp_path):
    places = [(-88.2, 41.1)] * 12 + [(-88.9, 41.9)] * 3 + [(179.9, 52.3)] * 10
    coverage = Coverage.of(*zip(*places, strict=True))
    coverage.write(tmp_path / "coverage.csv")
    read = Coverage.in_folder(tmp_path)
    assert read.records.tolist() == [15, 10]
    assert read.longitudes.tolist() == [-88.5, 179.5]
    # Near, too far, and near across the date line.
    assert read.records_near([-88.5, -84.0, -179.6], [43.0, 41.5, 52.5]).tolist() == [15, 0, 10]
    assert read.supports([-88.5, -84.0], [43.0, 41.5]).tolist() == [True, False]
    assert Coverage.in_folder(tmp_path / "elsewhere") is None


@pytest.mark.parametrize("text", ["", "a,b\n", HEADER, HEADER + "1,95,3", HEADER + "1,nan,3", HEADER + "x,1,3"])
def test_refuses_tables_that_are_no_coverage(tmp_path, text):
    (tmp_path / "coverage.csv").write_text(text)
    with pytest.raises(CoverageError, match=r"coverage\.csv"):
        Coverage.in_folder(tmp_path)
