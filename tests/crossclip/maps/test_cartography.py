"""Projections keep areas, and a backdrop shows its extent."""

import numpy as np
import pytest
import shapely

from crossclip.maps.cartography import Projection, backdrop
from crossclip.maps.grids import NORTH_AMERICA, WORLD, Extent, Grid

MIDWEST = Extent(-100, 35, -80, 48)
RADIUS = 6371007.0


@pytest.mark.parametrize("extent", [MIDWEST, NORTH_AMERICA, WORLD])
def test_areas_are_those_on_the_sphere(extent):
    west, south, east, north = -99, 40, -90, 46
    on_sphere = RADIUS**2 * np.radians(east - west) * (np.sin(np.radians(north)) - np.sin(np.radians(south)))
    box = shapely.segmentize(shapely.box(west, south, east, north), 0.05)
    assert Projection(extent).shape(box).area == pytest.approx(on_sphere, rel=1e-3)


def test_the_centre_of_a_part_is_where_metres_start():
    x, y = Projection(MIDWEST)(np.array([-90.0]), np.array([41.5]))
    assert (x[0], y[0]) == pytest.approx((0, 0), abs=1)


def test_a_straight_line_bends_as_the_projection_does():
    line = Projection(MIDWEST).shape(shapely.LineString([(-100, 45), (-80, 45)]))
    assert shapely.get_num_coordinates(line) > 20


def test_a_backdrop_is_drawn_once_and_holds_land_and_borders():
    drawn = backdrop(MIDWEST)
    assert backdrop(MIDWEST) is drawn
    assert len(drawn.land)
    assert drawn.states
    assert drawn.view.width > 1e6
    corners = drawn.corners(Grid.over(MIDWEST, 1))
    assert [one.shape for one in corners] == [(14, 21)] * 2


def test_the_open_sea_is_shown_whole():
    drawn = backdrop(Extent(-45, 30, -40, 35))
    assert not len(drawn.land)
    assert not drawn.coasts
    assert drawn.view.bounds == drawn.frame.get_extents().bounds
