"""Maps in the browser: pictures of numbers, which the page there turns into colours."""

import numpy as np

from crossclip.maps.species_map import shared_scale
from pages.maps.map_view import Panel, _panel, week_name
from tests.pages.map_runs import decoded, species_map


def test_values_are_sent_as_levels_and_weeks_below_each_other(predictor, atlas):
    still, year = species_map(predictor), atlas.species_year("European Starling")
    scale = shared_scale(year)
    sent = _panel(Panel(still, "a map", year, "European Starling", "Sturnus vulgaris"), scale)
    assert (sent["title"], sent["italics"], sent["alt"]) == ("European Starling", "Sturnus vulgaris", "a map")
    assert decoded(sent["still"]).shape == (still.grid.height, still.grid.width)
    assert decoded(sent["year"]).shape == (52 * year[0].grid.height, year[0].grid.width)


def test_colours_are_sent_as_they_are(atlas):
    drawn = atlas.embedding_map(None)
    sent = _panel(Panel(drawn, "colours"), None)
    pixels = decoded(sent["still"])
    assert sent["year"] is None
    land = drawn.grid.land
    np.testing.assert_allclose(pixels[land][:, :3], 255 * drawn.colours[land], atol=1)
    assert (pixels[land][:, 3] == 255).all()


def test_weeks_have_the_names_of_their_days():
    assert (week_name(1), week_name(27)) == ("1 January", "2 July")
