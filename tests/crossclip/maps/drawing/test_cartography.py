"""Projections keep areas, and a backdrop shows its extent."""

import numpy as np
import pytest
import shapely

from crossclip.maps.drawing.cartography import Projection, backdrop
from crossclip.maps.land.extents import NORTH_AMERICA, WORLD, Extent

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
    longitudes, latitudes = drawn.places
    assert longitudes.shape == latitudes.shape
    assert abs(longitudes.mean() - -90) < 1
    x, y = drawn.projection(longitudes[[0, -1], [0, -1]], latitudes[[0, -1], [0, -1]])
    assert drawn.view.x0 < x[0] < x[1] < drawn.view.x1
    assert drawn.view.y0 < y[1] < y[0] < drawn.view.y1


def test_a_part_is_shown_large():
    part = Extent(-95, 38, -85, 45)
    drawn = backdrop(MIDWEST, part)
    assert drawn.view.width < backdrop(MIDWEST).view.width / 1.5
    within = drawn.land.get_extents()
    for shown, drawn_to in ((drawn.view.min, within.min), (-drawn.view.max, -within.max)):
        assert (shown <= drawn_to + 1).all(), "nothing is drawn beside the map"
    assert "equal-area" in drawn.projection.name
    assert backdrop(WORLD).projection.name == "Equal Earth"


def test_the_open_sea_is_shown_whole():
    drawn = backdrop(Extent(-45, 30, -40, 35))
    assert not len(drawn.land)
    assert not drawn.coasts
    assert drawn.view.bounds == drawn.frame.get_extents().bounds
