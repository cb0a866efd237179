"""What is drawn over the values of a map."""

from datetime import date

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from crossclip.maps import Atlas
from crossclip.maps.drawing.animation import year_frames
from crossclip.maps.drawing.figures import embedding_figure, figure_bytes, value_figure
from crossclip.maps.land.extents import Extent

WEST, PLAINS = Extent(-122, 34, -104, 44), Extent(-101, 36, -95, 42)
JULY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def atlas(predictor) -> Atlas:
    return Atlas(predictor)


def drawn(figure) -> np.ndarray:
    figure.set_dpi(60)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)


def changed(atlas, extent) -> np.ndarray:
    """Dots that relief makes lighter or darker."""
    still = atlas.species_map("Blue Jay", JULY, extent=extent, resolution=0.5)
    plain, relief = (drawn(value_figure(still, background=background)) for background in ("plain", "relief"))
    assert plain.shape == relief.shape
    above_the_words = slice(40, -60)
    return (relief - plain).mean(axis=-1)[above_the_words]


def test_relief_lights_and_shades_mountains_and_leaves_plains(atlas):
    mountains, plains = changed(atlas, WEST), changed(atlas, PLAINS)
    assert (mountains > 10).mean() > 0.02
    assert (mountains < -10).mean() > 0.02
    assert (np.abs(plains) > 10).mean() < 0.01


def test_it_says_whose_the_heights_are(atlas):
    still = atlas.species_map("Blue Jay", JULY, extent=WEST, resolution=1)
    places = atlas.embedding_map(JULY, WEST, 1)
    for draw in (
        lambda background: value_figure(still, background=background),
        lambda background: embedding_figure(places, background=background),
    ):
        assert b"NOAA ETOPO" not in figure_bytes(draw("plain"), "svg", dpi=50)
        assert b"Relief: NOAA ETOPO (public domain)" in figure_bytes(draw("relief"), "svg", dpi=50)


def test_films_have_it_and_still_move(atlas):
    year = atlas.species_year("Blue Jay", extent=WEST, resolution=1, weeks=(1, 27))
    first, last = year_frames([year], background="relief")
    plain, _ = year_frames([year])
    assert (first != plain).any()
    assert (first != last).any()
