"""The range map and places pages through AppTest, with the miniature model; playing is in test_browser.py."""

import base64
import io
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from crossclip.maps import Atlas
from crossclip.maps.coverage import COVERAGE_FILE, Coverage
from crossclip.maps.figures import value_figure
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap, shared_scale
from crossclip.maps.weeks import MID_YEAR, week_day
from crossclip.text_query import TextQuery, read_text
from pages.maps import from_browser

APP = Path(__file__).resolve().parents[2] / "app.py"
MIDDLE = week_day(MID_YEAR)


def opened(monkeypatch, folder, page: str, **query: str) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    app = AppTest.from_file(APP, default_timeout=60).run().switch_page(f"pages/{page}.py")
    app.query_params.update(query)
    return app.run()


@pytest.fixture
def range_map(monkeypatch, tiny_folder):
    return lambda **query: opened(monkeypatch, tiny_folder, "range_map", **query)


@pytest.fixture
def places(monkeypatch, tiny_folder):
    return lambda **query: opened(monkeypatch, tiny_folder, "places", **query)


def shown(app: AppTest) -> dict:
    """What the page's map was given; asserts that the page has come through without an error of the program."""
    assert not app.exception
    (view,) = (e.proto for e in app.get("bidi_component") if e.proto.component_name == "crossclip_map_view")
    return json.loads(view.json)


def picture(png: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))))


def address(app: AppTest) -> dict[str, str]:
    return {name: value[-1] if isinstance(value, list) else value for name, value in app.query_params.items()}


def species_map(predictor, name: str = "European Starling", day=MIDDLE) -> SpeciesMap:
    return Atlas(predictor).species_map(name, day, resolution=0.5)


def text(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.warning, app.info) for element in kind)


# Range map


def test_the_first_picture_is_starlings_in_mid_year(range_map):
    app = range_map()
    data = shown(app)
    assert app.header[0].value == "European Starling, on 2 July"
    assert (data["week"], data["weeks"][data["week"] - 1]) == (MID_YEAR, "2 July")
    assert data["meaning"] == "Probability that the next bird reported here is this species"
    assert [button.label for button in app.download_button] == ["PNG", "SVG", "PDF", "CSV", "GeoJSON"]
    assert address(app) == {}


def test_the_page_draws_the_atlas_own_numbers_on_the_scale_of_the_exported_figure(range_map, predictor):
    data = shown(range_map())
    drawn = species_map(predictor)
    scale = shared_scale(Atlas(predictor).species_year("European Starling"))
    levels = picture(data["panels"][0]["still"])
    land = drawn.grid.land
    np.testing.assert_array_equal(levels[land], scale.levels(drawn.values)[land])
    values = np.asarray(data["scale"]["values"])[levels[land] - 1]
    inside = drawn.values[land] <= scale.high
    np.testing.assert_allclose(values[inside], drawn.values[land][inside], atol=scale.high / 100)
    bar = value_figure(drawn, scale=scale).axes[-1]
    assert [tick.get_text() for tick in bar.get_xticklabels()] == [label for _, label in data["ticks"]]


def test_there_is_a_frame_for_each_week_and_they_are_computed_once(range_map, predictor, monkeypatch):
    frames = picture(shown(range_map())["panels"][0]["year"])
    year = Atlas(predictor).species_year("European Starling")
    scale, grid = shared_scale(year), year[0].grid
    assert frames.shape == (52 * grid.height, grid.width)
    for week in (1, 27, 52):
        frame = frames[(week - 1) * grid.height : week * grid.height]
        np.testing.assert_array_equal(frame[grid.land], scale.levels(year[week - 1].values)[grid.land])
    embed, rows = type(predictor).embed_sightings, []
    monkeypatch.setattr(type(predictor), "embed_sightings", lambda *given: rows.append(len(given[1])) or embed(*given))
    assert shown(range_map(species="Blue Jay"))["panels"][0]["year"]
    assert max(rows) < 10


def test_the_whole_year_has_nothing_to_play(range_map, predictor):
    app = range_map(when="year")
    data = shown(app)
    assert data["week"] is None
    assert app.header[0].value == "European Starling, at any time of year"
    scale = shared_scale(Atlas(predictor).species_year("European Starling"))
    whole, levels = species_map(predictor, day=None), picture(data["panels"][0]["still"])
    np.testing.assert_array_equal(levels[whole.grid.land], scale.levels(whole.values)[whole.grid.land])


def test_two_species_stand_side_by_side_on_one_scale(range_map, predictor):
    app = range_map()
    app.selectbox(key="range_other").set_value("Blue Jay").run()
    data = shown(app)
    assert [panel["title"] for panel in data["panels"]] == ["European Starling", "Blue Jay"]
    assert address(app) == {"other": "Blue Jay"}
    atlas = Atlas(predictor)
    scale = shared_scale([*atlas.species_year("European Starling"), *atlas.species_year("Blue Jay")])
    for panel, name in zip(data["panels"], ("European Starling", "Blue Jay"), strict=True):
        drawn = species_map(predictor, name)
        land = drawn.grid.land
        np.testing.assert_array_equal(picture(panel["still"])[land], scale.levels(drawn.shown)[land])


def test_their_difference_is_the_difference_of_their_values(range_map, predictor):
    app = range_map(other="Blue Jay", view="difference", place="41.9,-87.6")
    data = shown(app)
    first, second = species_map(predictor), species_map(predictor, "Blue Jay")
    (panel,) = data["panels"]
    assert app.header[0].value == "European Starling minus Blue Jay, on 2 July"
    levels = picture(panel["still"])[first.grid.land].astype(int)
    greater = first.values[first.grid.land] > second.values[first.grid.land]
    assert (levels[greater] >= 128).all()
    assert (levels[~greater] <= 128).all()
    value = SpeciesDifference.between(first, second).at(-87.6, 41.9)
    assert f"{100 * value:+.2g} percentage points" in text(app)


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


def test_a_species_is_not_compared_with_itself(range_map):
    assert len(shown(range_map(other="European Starling"))["panels"]) == 1


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
    assert 0 < np.count_nonzero(picture(data["panels"][0]["still"])) < 100


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


def test_a_link_brings_the_same_view(range_map):
    app = range_map()
    app.selectbox(key="range_species").set_value("Northern Cardinal").run()
    app.selectbox(key="range_other").set_value("Blue Jay").run()
    app.segmented_control(key="range_view").set_value("Difference").run()
    app.session_state.range_week = 3
    app.text_input(key="range_place").set_value("41.9, -87.6").run()
    query = address(app)
    assert query == {
        "species": "Northern Cardinal",
        "other": "Blue Jay",
        "view": "difference",
        "week": "3",
        "place": "41.9, -87.6",
    }
    other = range_map(**query)
    assert shown(other) == shown(app)
    assert not other.warning
    assert other.header[0].value == "Northern Cardinal minus Blue Jay, on 15 January"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("species", "Dodo"),
        ("species", "<script>alert(1)</script>"),
        ("species", "![x](http://example.org/x.png)"),
        ("other", "Moa"),
        ("week", "53"),
        ("week", "0x1b"),
        ("view", "tiles"),
        ("mode", "__import__"),
        ("place", "91,0"),
        ("place", "nan,nan"),
        ("place", "'; drop"),
        ("when", "\u0000"),
        ("species", "x" * 9999),
    ],
)
def test_a_hostile_link_is_one_sentence_and_the_first_picture(range_map, name, value):
    app = range_map(**{name: value})
    data = shown(app)
    (warning,) = app.warning
    assert warning.value.startswith(f"The link was followed without its {name}, which is not ")
    assert value not in warning.value
    assert app.header[0].value == "European Starling, on 2 July"
    assert data["pin"] is None
    assert address(app) == {}


def test_species_of_a_link_may_have_their_scientific_name(range_map):
    assert range_map(species="cyanocitta cristata").header[0].value == "Blue Jay, on 2 July"


# Places


def test_places_are_coloured_for_north_america_and_the_world(places):
    app = places()
    assert app.header[0].value == "North America, on 1 July"
    data = shown(app)
    assert data["palette"] is None
    assert picture(data["panels"][0]["still"]).shape == (130, 240, 4)
    app.segmented_control(key="places_area").set_value("World").run()
    assert app.header[0].value == "World, on 1 July"
    assert picture(shown(app)["panels"][0]["still"]).shape == (180, 360, 4)
    assert [button.label for button in app.download_button] == ["PNG", "SVG", "PDF", "CSV"]
    assert address(app) == {"area": "world"}


def test_a_place_turns_the_map_into_likeness_to_it_and_there_is_a_way_back(places):
    app = places()
    colours = shown(app)
    app.text_input(key="places_place").set_value("41.75, -87.75").run()
    data = shown(app)
    assert app.header[0].value == "Places like 41.75, -87.75, on 1 July"
    assert "similarity to the chosen place" in data["meaning"].lower()
    levels = picture(data["panels"][0]["still"])
    assert levels[int((75 - 41.75) / 0.5), int((170 - 87.75) / 0.5)] == levels.max()
    assert [button.label for button in app.download_button] == ["PNG", "SVG", "PDF", "CSV", "GeoJSON"]
    next(button for button in app.button if button.label == "Back to the colours").click().run()
    assert shown(app) == colours
    assert address(app) == {}


def test_a_text_shows_where_places_agree_and_the_nearest_species(places, predictor, monkeypatch):
    app = places(text="Blue Jay")
    query = read_text(predictor, "Blue Jay")
    assert app.header[0].value == "Places that agree with “Blue Jay”, on 1 July"
    table = next(html.value for html in app.html if html.value.startswith("<table"))
    for near in query.nearest:
        assert near.species in table
        assert f"{near.cosine:.2f}" in table
    assert "does not say what its text encoder has read" in text(app)
    app.text_input(key="places_place").set_value("41.75, -87.75").run()
    assert app.text_input(key="places_text").value == ""
    assert address(app) == {"place": "41.75, -87.75"}


def test_nonsense_looks_like_nonsense_and_a_name_of_a_place_gets_help(places, monkeypatch):
    monkeypatch.setattr(TextQuery, "understood", False)
    app = places(text="New York")
    assert shown(app)["palette"] is None, "no map of agreement"
    (warning,) = app.warning
    assert "makes nothing of this text" in warning.value
    assert "click the map or type its latitude and longitude" in warning.value
    app.text_input(key="places_text").set_value("").run()
    app.text_input(key="places_place").set_value("New York").run()
    assert "is not a number: use decimal degrees" in app.error[0].value
    assert "the model knows no names of places" in text(app)


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "![x](http://example.org/x.png)", "$x$ `y` _z_"])
def test_a_text_is_text_and_not_markup(places, monkeypatch, text):
    monkeypatch.setattr(TextQuery, "understood", True)
    app = places(text=text)
    shown(app)
    assert app.header[0].value.startswith("Places that agree with “")
    for mark in ("<", "![", "](", "$", "`", "_"):
        assert mark not in re.sub(r"\\.", "", app.header[0].value)
    assert all("<img" not in html.value for html in app.html if html.value.startswith("<table"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("area", "Mars"), ("date", "2024-02-30"), ("date", "0001-01-01"), ("place", "0,181"), ("when", "<b>")],
)
def test_a_hostile_link_to_places_is_one_sentence(places, name, value):
    app = places(**{name: value})
    shown(app)
    assert app.warning[0].value.startswith(f"The link was followed without its {name}, which is not ")
    assert app.header[0].value == "North America, on 1 July"


def test_a_link_to_places_brings_the_same_view(places):
    app = places(area="world", date="2024-01-15", place="34,-118")
    assert app.header[0].value == "Places like 34.00, -118.00, on 15 January"
    assert address(app)["date"] == "2024-01-15"
    assert places(when="any").header[0].value == "North America, at any time of year"


# What comes from the browser


@pytest.mark.parametrize("value", [None, "x", [1], [999, 0], ["a", "b"], {"a": 1}, [float("nan"), 0], 0, 53, True, 2.5])
def test_what_a_browser_sends_is_checked(value):
    from_browser.take_place(value, lambda place: pytest.fail(f"{place} was taken"))
    from_browser.take_week(value, lambda week: pytest.fail(f"{week} was taken"))
    taken = []
    from_browser.take_place([-87.6, 41.9], taken.append)
    from_browser.take_week(3, taken.append)
    assert (taken[0].latitude, taken[0].longitude, taken[1]) == (41.9, -87.6, 3)
