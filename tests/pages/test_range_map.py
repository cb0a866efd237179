"""The range map: it draws the atlas's own numbers. Playing is in tests/browser."""

import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from crossclip.maps.drawing.figures import value_figure
from crossclip.maps.drawing.year_scale import coarse_year, year_scale
from crossclip.maps.species_map import SpeciesDifference
from crossclip.maps.weeks import MID_YEAR
from tests.pages.map_runs import address, atlas_of, levels_at, opened, read_back, shown, species_map, text


def test_the_first_picture_is_starlings_in_mid_year(range_map):
    app = range_map()
    data = shown(app)
    assert app.header[0].value == "European Starling"
    assert data["week"] == MID_YEAR
    assert data["meaning"] == "Probability that the next bird reported here is this species"
    assert [button.label for button in app.download_button] == ["PNG", "SVG", "PDF", "CSV", "GeoJSON", "GeoTIFF"]
    assert address(app) == {}


def test_the_page_draws_the_atlas_own_numbers_on_the_scale_of_the_exported_figure(range_map, predictor):
    data = shown(range_map())
    (panel,) = data["panels"]
    drawn = species_map(predictor)
    scale = year_scale([coarse_year(atlas_of(predictor), "European Starling")])
    level, expected = levels_at(panel["still"], drawn, scale)
    assert level == pytest.approx(expected, abs=4)
    for longitude, latitude in [(-95, 40), (-122.42, 37.78), (-80, 30)]:
        written = drawn.words_at(longitude, latitude)
        cell = drawn.grid.land_cell(longitude, latitude)
        if cell is None:
            assert "sea" in written
        else:
            place = drawn.grid.longitudes[cell[1]], drawn.grid.latitudes[cell[0]]
            assert f"{read_back(panel, *place, drawn.grid)}%" == written
    bar = value_figure(drawn, scale=scale).axes[-1]
    assert [tick.get_text() for tick in bar.get_xticklabels()] == [label for _, label in data["ticks"]]


def test_there_is_a_frame_for_each_week_and_they_are_computed_once(range_map, predictor, monkeypatch):
    (panel,) = shown(range_map())["panels"]
    year = atlas_of(predictor).species_year("European Starling")
    scale = year_scale([coarse_year(atlas_of(predictor), "European Starling")])
    for week in (1, 27, 52):
        level, expected = levels_at(panel["year"], year[week - 1], scale, week - 1, 52)
        assert level == pytest.approx(expected, abs=8)
    embed, rows = type(predictor).embed_sightings, []
    monkeypatch.setattr(type(predictor), "embed_sightings", lambda *given: rows.append(len(given[1])) or embed(*given))
    assert shown(range_map(species="Blue Jay"))["panels"][0]["year"]
    assert max(rows, default=0) < 10


def test_a_click_sends_little(range_map):
    app = range_map(place="41.9,-87.6")
    shown(app)
    sent = json.loads(next(e.proto for e in app.get("component_instance")).json_args)
    pictures = re.sub(r"data:image/png;base64,[^\"\\\\]*", "x" * 80, json.dumps(sent))
    assert len(pictures) < 10_000


def test_the_whole_year_has_nothing_to_play(range_map, predictor):
    app = range_map(when="year")
    data = shown(app)
    assert data["week"] is None
    assert "year" not in data["panels"][0]
    assert app.header[0].value == "European Starling, at any time of year"
    scale = year_scale([coarse_year(atlas_of(predictor), "European Starling")])
    level, expected = levels_at(data["panels"][0]["still"], species_map(predictor, day=None), scale)
    assert level == pytest.approx(expected, abs=4)


def test_two_species_stand_side_by_side_on_one_scale(range_map, predictor):
    app = range_map()
    app.selectbox(key="range_other").set_value("Blue Jay").run()
    data = shown(app)
    assert [panel["title"] for panel in data["panels"]] == ["European Starling", "Blue Jay"]
    assert address(app) == {"other": "Blue Jay"}
    atlas = atlas_of(predictor)
    scale = year_scale([coarse_year(atlas, name) for name in ("European Starling", "Blue Jay")])
    for panel, name in zip(data["panels"], ("European Starling", "Blue Jay"), strict=True):
        level, expected = levels_at(panel["still"], species_map(predictor, name), scale)
        assert level == pytest.approx(expected, abs=4)


def test_their_difference_is_the_difference_of_their_values(range_map, predictor):
    app = range_map(other="Blue Jay", view="difference", place="41.9,-87.6")
    data = shown(app)
    difference = SpeciesDifference.between(species_map(predictor), species_map(predictor, "Blue Jay"))
    (panel,) = data["panels"]
    assert app.header[0].value == "European Starling minus Blue Jay"
    assert data["words"]["signed"]
    number = read_back(panel, -87.6, 41.9, difference.grid)
    assert number in difference.words_at(-87.6, 41.9)
    assert "percentage points" in difference.words_at(-87.6, 41.9)


def test_the_numbers_of_both_are_in_one_file(range_map, predictor, monkeypatch):
    from pages.shared import downloads

    written = {}
    monkeypatch.setattr(
        downloads.st, "download_button", lambda label, make, name, **_: written.update({name.split(".")[-1]: make})
    )
    app = range_map(other="Blue Jay")
    assert not app.exception
    lines = written["csv"]().decode().splitlines()
    assert lines[0] == "longitude,latitude,european_starling,blue_jay"
    longitude, latitude, *values = map(float, lines[100].split(","))
    expected = [species_map(predictor, name).at(longitude, latitude) for name in ("European Starling", "Blue Jay")]
    assert values == pytest.approx(expected, rel=1e-4)
    cells = json.loads(written["geojson"]())
    assert cells["about"]["title"] == "European Starling and Blue Jay"
    assert cells["features"][99]["properties"] == pytest.approx({"european_starling": values[0], "blue_jay": values[1]})
    assert written["pdf"]().startswith(b"%PDF")


def test_the_map_can_be_given_the_photo_of_the_identify_page(monkeypatch, tiny_folder):
    app = opened(monkeypatch, tiny_folder, "range_map", mode="photo")
    alone = shown(app)
    assert "add a photo on the Identify page" in text(app)
    noise = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "JPEG")
    app.switch_page("pages/identify.py").run()
    app.file_uploader[0].set_value([("bird.jpg", file.getvalue(), "image/jpeg")]).run()
    app.switch_page("pages/range_map.py").run()
    app.segmented_control(key="range_mode").set_value("Given this photo").run()
    data = shown(app)
    assert data["panels"][0]["still"] != alone["panels"][0]["still"]
    assert "bird in this photo" in data["meaning"]
    assert "the bird in this photo" in text(app)
    assert address(app) == {"mode": "photo"}
