"""Files of maps are named by what they show, and hold what is shown."""

import json

import numpy as np

from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.place_map import EmbeddingMap
from crossclip.maps.species_map import SpeciesMap
from pages.maps.map_files import figure_of, number_files, range_stem


def test_names_say_species_time_and_kind():
    assert range_stem(["Northern Cardinal"], False, False, "next") == "northern-cardinal_year"
    assert range_stem(["Steller's Jay"], False, False, "next", "week-27") == "stellers-jay_week-27"
    assert range_stem(["Blue Jay", "Mallard"], False, True, "next") == "blue-jay_mallard_year_given-photo"
    assert (
        range_stem(["Blue Jay", "Mallard"], True, False, "visit", "15-june") == "blue-jay-minus-mallard_15-june_visit"
    )


def test_numbers_of_one_map_are_its_own_and_of_two_stand_beside_each_other(tmp_path):
    grid = Grid.over(Extent(-100, 35, -80, 48), 1.0)
    jay, crow = (
        SpeciesMap(grid, np.full((grid.height, grid.width), value, np.float32), name, "Avis")
        for value, name in ((0.25, "Blue Jay"), (0.5, "Crow"))
    )
    one, both = number_files(jay), number_files(jay, crow)
    assert list(one) == ["csv", "geojson", "tif"]
    assert list(both) == ["csv", "geojson"]
    for files, head, row in ((one, "value", "0.25"), (both, "blue_jay,crow", "0.25,0.5")):
        files["csv"](path := tmp_path / "map.csv")
        lines = path.read_text().splitlines()
        assert lines[0] == f"longitude,latitude,{head}"
        assert lines[1].endswith(f",{row}")
    both["geojson"](path := tmp_path / "map.geojson")
    written = json.loads(path.read_text())
    assert written["about"]["title"] == "Blue Jay and Crow"
    assert written["features"][0]["properties"] == {"blue_jay": 0.25, "crow": 0.5}


def test_a_figure_holds_a_map_or_several():
    grid = Grid.over(Extent(-100, 35, -80, 48), 1.0)
    drawn = SpeciesMap(grid, np.full((grid.height, grid.width), 0.1, np.float32), "Blue Jay", "Avis")
    one, two = figure_of(drawn, caption="a model"), figure_of(drawn, drawn)
    assert len(two.axes) == len(one.axes) + 1
    assert any("a model" in text.get_text() for text in one.texts)
    colours = np.full((grid.height, grid.width, 3), 0.5, np.float32)
    assert figure_of(EmbeddingMap(grid, colours, None)).axes
