"""Files of a range map are named by what they show, and by no year that nobody chose."""

import numpy as np
from streamlit.testing.v1 import AppTest

from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.place_map import EmbeddingMap
from crossclip.maps.species_map import SpeciesMap
from pages.maps.range_files import figure_of, geotiff_of, year_stem


def test_names_say_species_and_kind():
    assert year_stem(["Northern Cardinal"], False, False, "next") == "northern-cardinal_year"
    assert year_stem(["Blue Jay", "Mallard"], False, True, "next") == "blue-jay_mallard_year_given-photo"
    assert year_stem(["Blue Jay", "Mallard"], True, False, "visit") == "blue-jay-minus-mallard_year_visit"


def test_a_single_map_is_also_a_geotiff():
    grid = Grid.over(Extent(-100, 35, -80, 48), 1.0)
    drawn = SpeciesMap(grid, np.zeros((grid.height, grid.width), np.float32), "Blue Jay", "Avis")
    assert list(geotiff_of([drawn])) == ["tif"]
    assert geotiff_of([drawn, drawn]) == {}


def test_a_figure_holds_a_map_or_several():
    grid = Grid.over(Extent(-100, 35, -80, 48), 1.0)
    drawn = SpeciesMap(grid, np.full((grid.height, grid.width), 0.1, np.float32), "Blue Jay", "Avis")
    one, two = figure_of(drawn, caption="a model"), figure_of(drawn, drawn)
    assert len(two.axes) == len(one.axes) + 1
    assert any("a model" in text.get_text() for text in one.texts)
    colours = np.full((grid.height, grid.width, 3), 0.5, np.float32)
    assert figure_of(EmbeddingMap(grid, colours, None)).axes


def page() -> None:
    import numpy as np

    from crossclip.maps.land.extents import Extent
    from crossclip.maps.land.grids import Grid
    from crossclip.maps.species_map import SpeciesMap
    from pages.maps.range_files import tell_flatness

    grid = Grid.over(Extent(-100, 35, -80, 48), 1.0)
    values = np.full((grid.height, grid.width), 0.999, np.float32)
    tell_flatness([SpeciesMap(grid, values, "Blue Jay", "Avis", given_photo=given) for given in (True, False)])


def test_a_flat_map_is_said_to_be_flat():
    (info,) = AppTest.from_function(page).run().info
    assert info.value.startswith("The photo decides, whatever the place: 99% or more for Blue Jay")
