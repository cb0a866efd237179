"""What a range map says in words."""

import shutil
from pathlib import Path

import numpy as np

from crossclip.maps.coverage import COVERAGE_FILE, Coverage
from tests.pages.map_runs import address, decoded, opened, shown, species_map, text


def test_a_click_and_typed_coordinates_give_the_value_at_a_place(range_map, predictor):
    app = range_map()
    app.text_input(key="range_place").set_value("41.9, -87.6").run()
    value = species_map(predictor).at(-87.6, 41.9)
    assert f"At 41.9000, -87.6000, on 2 July: European Starling: **{100 * value:.2g}%**" in text(app)
    assert shown(app)["pin"] == [-87.6, 41.9]
    assert address(app) == {"place": "41.9, -87.6"}
    app.text_input(key="range_place").set_value("30, -60").run()
    assert "no value, at sea" in text(app)
    app.text_input(key="range_place").set_value("here").run()
    assert app.error[0].value.startswith("Write a place as latitude, longitude")
    assert shown(app)["pin"] is None


def test_where_there_are_few_records_there_is_no_value(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    Coverage.of([-88.5] * 10, [41.5] * 10).write(folder / COVERAGE_FILE)
    app = opened(monkeypatch, folder, "range_map", place="36,-110")
    data = shown(app)
    assert "no value, fewer than 10 records" in text(app)
    assert data["noValue"].startswith("No value: fewer than 10 records")
    assert 0 < np.count_nonzero(decoded(data["panels"][0]["still"])) < 100
