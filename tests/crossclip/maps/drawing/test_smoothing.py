"""Values between cells."""

import numpy as np

from crossclip.maps.drawing.smoothing import known_share, sampled, without_gaps
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid

GRID = Grid.over(Extent(-100, 35, -90, 45), 1)


def test_gaps_are_filled_with_the_nearest():
    values = np.array([[1.0, np.nan, np.nan, 4.0]], np.float32)
    assert without_gaps(values, ~np.isnan(values)).tolist() == [[1, 1, 4, 4]]
    assert without_gaps(values, np.zeros((1, 4), bool)).tolist() == [[0] * 4]
    colours = np.stack([values, values], axis=-1)
    assert without_gaps(colours, ~np.isnan(values)).shape == (1, 4, 2)


def test_between_the_centres_of_cells_values_run_evenly():
    values = np.repeat(GRID.longitudes[None].astype(np.float32), GRID.height, axis=0)
    places = np.array([-99.5, -99.1, -95.0, -90.6]), np.array([40.0, 41.3, 44.9, 35.1])
    np.testing.assert_allclose(sampled(GRID, values, *places), places[0], atol=1e-4)
    assert sampled(GRID, values, np.array([-100.0]), np.array([45.0])) == [-99.5], "no farther than the last centre"


def test_what_is_known_has_a_soft_edge_where_its_records_end_and_reaches_over_the_coast():
    known = np.zeros((GRID.height, GRID.width), bool)
    known[:, :4] = True
    share = known_share(GRID, known)
    assert (share[:, :3] == 1).all()
    assert (share[:, 5:] == 0).all()
    assert (share[:, 3] > 0.5).all()
    assert (share[:, 4] < 0.5).all()
    coast = Grid.over(Extent(-82, 27, -78, 31), 0.25)
    assert (known_share(coast, coast.land) == 1).all()
    assert not known_share(coast, np.zeros_like(coast.land)).any()


def test_corners_of_cells_are_rounded_off():
    known = np.zeros((GRID.height, GRID.width), bool)
    known[:5, :5] = True
    share = known_share(GRID, known)
    assert share[4, 4] < share[4, 2] <= 1
