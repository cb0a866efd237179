"""Pictures of numbers hold the numbers."""

import io

import numpy as np
import pytest
from PIL import Image

from crossclip.maps import Atlas
from crossclip.maps.land import relief
from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land.extents import Extent
from crossclip.maps.place_map import PALE
from crossclip.maps.web import pictures
from crossclip.maps.web.mercator import row_latitudes, to_mercator
from crossclip.maps.web.pictures import LEVEL_LAND, relief_picture
from crossclip.maps.weeks import week_day

MIDWEST = Extent(-100, 35, -80, 48)


@pytest.fixture(scope="module")
def atlas(predictor) -> Atlas:
    return Atlas(predictor, Coverage.of([-88.5] * 10, [41.5] * 10))


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))


def test_levels_are_those_of_the_scale_at_the_same_place_and_have_no_gaps(atlas):
    drawn = atlas.species_map("Blue Jay", week_day(27), extent=MIDWEST, resolution=1)
    levels = pixels(pictures.levels_picture([drawn], drawn.scale))
    assert levels.min() > 0, "smooth up to the edge"
    row = int(np.abs(row_latitudes(drawn.grid) - 41.5).argmin())
    _, column = drawn.grid.cell(-88.5, 41.5)
    assert levels[row, column] == pytest.approx(float(drawn.scale.levels(np.array(drawn.at(-88.5, 41.5)))), abs=8)


def test_masks_are_white_where_there_are_values_and_each_comes_once(atlas):
    year = atlas.species_year("Blue Jay", None, MIDWEST, 1)
    png, weeks = pictures.masks_picture(year[0].grid, [week.support for week in year])
    masks = pixels(png)
    assert weeks == [0] * 52
    assert masks.shape == (len(row_latitudes(year[0].grid)), year[0].grid.width)
    assert 0 < (masks > 128).mean() < 0.5


def test_weeks_lie_below_each_other(atlas):
    year = atlas.species_year("Blue Jay", None, MIDWEST, 1)
    levels = pixels(pictures.levels_picture(year, year[0].scale))
    one = pixels(pictures.levels_picture(year[3:4], year[0].scale))
    assert len(levels) == 52 * len(one)
    assert (levels[3 * len(one) : 4 * len(one)] == one).all()


def test_a_map_without_values_has_no_levels(atlas):
    far = Extent(-120, 60, -110, 66)
    drawn = atlas.species_map("Blue Jay", None, extent=far, resolution=1)
    assert not pixels(pictures.levels_picture([drawn], drawn.scale)).any()
    assert not pixels(pictures.masks_picture(drawn.grid, [~np.isnan(drawn.shown)])[0]).any()


def test_colours_are_faint_where_they_are_guesses(atlas):
    drawn = atlas.embedding_map(None, MIDWEST, 1)
    opacity = pixels(pictures.colours_picture(drawn))[..., 3]
    assert opacity.max() == 255
    assert opacity.min() == pytest.approx(255 * PALE, abs=2)
    between = (opacity > 255 * PALE + 20) & (opacity < 235)
    assert between.any(), "no corners of cells between them"


def test_codes_lie_on_the_map_own_grid(atlas):
    drawn = atlas.species_map("Blue Jay", None, extent=MIDWEST, resolution=1)
    assert pixels(pictures.codes_picture(drawn)).shape == (drawn.grid.height, drawn.grid.width, 3)


def test_relief_is_grey_and_level_land_has_no_shade():
    greys = np.asarray(Image.open(io.BytesIO(relief_picture())).convert("L")).astype(int)
    rows = row_latitudes(relief.GRID)
    assert greys.shape == (len(rows), relief.GRID.width)
    shaded = to_mercator(relief.GRID, relief.shading())
    assert np.abs(greys - LEVEL_LAND - 127 * shaded).mean() < 1.5
    row, column = int(np.abs(rows - 40).argmin()), relief.GRID.cell(-40, 40)[1]
    assert abs(greys[row, column] - LEVEL_LAND) <= 1, "the open Atlantic"
