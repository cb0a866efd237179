"""What a range map says in words."""

import shutil
from pathlib import Path

import numpy as np

from crossclip.maps.land.coverage import COVERAGE_FILE, Coverage
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap
from pages.maps.range_words import flatness_sentences
from tests.crossclip.maps.web.pages import decoded
from tests.pages.map_runs import address, opened, read_back, shown, species_map


def test_typed_coordinates_set_the_pin_and_the_map_holds_the_value_there(range_map, predictor):
    app = range_map()
    app.text_input(key="range_place").set_value("41.9, -87.6").run()
    drawn, data = species_map(predictor), shown(app)
    assert data["pin"] == [-87.6, 41.9]
    assert f"{read_back(data['panels'][0], -87.6, 41.9, drawn.grid)}%" == drawn.words_at(-87.6, 41.9)
    assert address(app) == {"place": "41.9, -87.6"}
    app.text_input(key="range_place").set_value("Qqqqqq").run()
    assert app.error[0].value.startswith("'Qqqqqq' is not known as a place")
    assert shown(app)["pin"] is None


def test_where_there_are_few_records_there_is_no_value(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    Coverage.of([-88.5] * 10, [41.5] * 10).write(folder / COVERAGE_FILE)
    data = shown(opened(monkeypatch, folder, "range_map", place="36,-110"))
    (panel,) = data["panels"]
    assert data["words"]["noValue"].startswith("no value: fewer than 10 records")
    assert read_back(panel, -110, 36, Grid.over(Extent(-170, 10, -50, 75), 0.25)) == "no value"
    assert 0 < np.count_nonzero(decoded(panel["mask"]["url"]) > 128) < 2000


def test_a_map_that_is_flat_given_a_photo_is_said_to_be():
    grid = Grid.over(Extent(-100, 35, -80, 48), 1.0)
    values = np.full((grid.height, grid.width), 0.999, np.float32)
    given, alone = (SpeciesMap(grid, values, "Blue Jay", "Avis", given_photo=given) for given in (True, False))
    (words,) = flatness_sentences([given, alone])
    assert words.startswith("The photo decides, whatever the place: 99% or more for Blue Jay")
    assert flatness_sentences([SpeciesDifference.between(given, given)]) == []
