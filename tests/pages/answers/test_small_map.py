"""A map as small as a stamp."""

import numpy as np

from crossclip.maps import Atlas
from crossclip.maps.species_map import shared_scale
from crossclip.sighting import Sighting
from pages.answers.small_map import PIN, SEA, TIMES, small_map


def test_land_is_coloured_sea_is_not_and_the_pin_is_where_it_is(predictor):
    drawn = Atlas(predictor).species_map("Blue Jay", None, resolution=2.0)
    scale = shared_scale([drawn])
    plain, pinned = (
        np.asarray(small_map(drawn, scale, place, dark=False)) for place in (Sighting(), Sighting(-90, 40))
    )
    assert plain.shape == (TIMES * drawn.grid.height, TIMES * drawn.grid.width, 3)
    at_sea = ~np.kron(drawn.grid.land, np.ones((TIMES, TIMES), bool))
    assert (plain[at_sea] == SEA[False]).all()
    changed = np.argwhere((plain != pinned).any(axis=2))
    assert (pinned[tuple(changed.T)] == PIN).all()
    row, column = drawn.grid.cell(-90, 40)
    assert np.abs(changed.mean(axis=0) / TIMES - (row + 0.5, column + 0.5)).max() < 0.5
