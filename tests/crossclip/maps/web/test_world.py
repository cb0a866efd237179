"""The base map in few bytes."""

import json

import numpy as np
import shapely

from crossclip.maps.land import basemap
from crossclip.maps.web.world import world


def test_steps_lead_along_the_land_again():
    rings = [np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / 100 for steps in world()["land"]]
    drawn = max(rings, key=len)
    coast = basemap.land().boundary
    assert shapely.distance(shapely.points(drawn), coast).max() < 0.03
    assert len(json.dumps(world())) < 450_000


def test_towns_come_with_the_largest_first_and_it_says_whose_it_is():
    towns = world()["towns"]
    assert [town[3] for town in towns] == sorted((town[3] for town in towns), reverse=True)
    assert any(name == "Chicago" and abs(latitude - 41.8) < 0.2 for name, _, latitude, _ in towns)
    assert "Natural Earth" in world()["credit"]
