"""A map is written to the kind of file that its name says."""

import csv
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from crossclip.cli.checks import ArgumentError
from crossclip.cli.map_files import check_asked, given_resolution
from crossclip.maps import Atlas
from crossclip.maps.drawing import figures
from crossclip.maps.drawing.home import home_of
from crossclip.maps.drawing.year_scale import coarse_year
from crossclip.maps.web.web_map import SOUTHERNMOST
from tests.crossclip.cli.cli_runs import one_line
from tests.crossclip.maps.web.pages import shown

SMALL = ["--extent", "-80", "35", "-70", "45"]


def test_a_geotiff_has_the_numbers_of_the_csv(run, tmp_path):
    rasterio = pytest.importorskip("rasterio")
    for name in ("jay.tif", "jay.csv"):
        asked = ["map", "Blue Jay", "--date", "2024-06-15", *SMALL, "--resolution", "0.5", "--output", name]
        assert run(*asked) == (0, "", "")
    with rasterio.open(tmp_path / "jay.tif") as file, open(tmp_path / "jay.csv", newline="") as rows:
        assert file.tags()["species"] == "Blue Jay"
        assert file.tags()["model"] == "Model: tiny"
        for row in list(csv.DictReader(rows))[::40]:
            ((value,),) = file.sample([(float(row["longitude"]), float(row["latitude"]))])
            assert value == pytest.approx(float(row["value"]), rel=1e-5)


@pytest.mark.parametrize("suffix", ["gif", "mp4"])
def test_a_film_plays_the_year(run, tmp_path, monkeypatch, suffix):
    imageio = pytest.importorskip("imageio.v3")
    monkeypatch.setattr("crossclip.maps.atlas.WEEKS", range(1, 4))
    assert run("map", "Blue Jay", *SMALL, "--output", f"jay.{suffix}")[:2] == (0, "")
    assert len(list(imageio.imiter(tmp_path / f"jay.{suffix}"))) == 3


def test_a_year_has_all_dates(run):
    one_line(
        run("map", "Blue Jay", "--date", "2024-06-15", "--output", "jay.gif"),
        2,
        "--date does not go with .gif: it plays",
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "name a species, or give --photo, or both"),
        ({"photo": "a.jpg", "reading": "visit"}, "--reading is said of a species"),
        ({"photo": "a.jpg", "output": "a.gif"}, "a photo was taken on one day"),
        ({"photo": "a.png", "output": "./a.png"}, "so that the photo stays"),
        ({"species": "Blue Jay", "date": "2024-06-15", "output": "a.MP4"}, "it plays the whole year"),
        ({"species": "Blue Jay", "background": "relief", "output": "a.csv"}, "is of pictures: .csv holds numbers"),
    ],
)
def test_what_does_not_go_together_is_refused(given, words):
    asked = {
        "species": None,
        "photo": None,
        "reading": "next",
        "date": None,
        "output": "a.png",
        "background": "plain",
    } | given
    with pytest.raises(ArgumentError, match=words):
        check_asked(Namespace(**asked), Path(asked["output"]))


def test_a_photo_alone_is_mapped_to_where_it_could_have_been_taken(run, tmp_path):
    Image.new("RGB", (80, 60), "teal").save(tmp_path / "bird.jpg")
    code, out, err = run("map", "--photo", "bird.jpg", *SMALL, "--resolution", "1", "--output", "where.csv")
    assert (code, out) == (0, "")
    assert "the likeliest place is" in err
    with open(tmp_path / "where.csv", newline="") as rows:
        values = [float(row["probability_of_10000_km2"]) for row in csv.DictReader(rows)]
    assert len(values) > 20
    assert min(values) > 0


def test_a_map_that_a_photo_decides_alone_is_said_to_be_flat(run, tmp_path, monkeypatch):
    Image.new("RGB", (80, 60), "teal").save(tmp_path / "bird.jpg")
    monkeypatch.setattr("crossclip.maps.flatness.FLAT", 1.0)
    asked = ["map", "Blue Jay", "--photo", "bird.jpg", *SMALL, "--resolution", "1", "--output", "jay.csv"]
    code, out, err = run(*asked)
    assert (code, out) == (0, "")
    assert "whatever the place" in err


def test_land_has_light_and_shadow_where_it_is_asked_for(run, tmp_path):
    asked = ["map", "Blue Jay", "--date", "2024-06-15", *SMALL, "--resolution", "1", "--background", "relief"]
    for name in ("jay.svg", "jay.html"):
        assert run(*asked, "--output", name) == (0, "", "")
    assert "Relief: NOAA ETOPO" in (tmp_path / "jay.svg").read_text(encoding="utf-8")
    assert shown((tmp_path / "jay.html").read_text(encoding="utf-8"))["background"] == "relief"


def test_a_year_is_coarser_unless_it_is_asked_for():
    assert given_resolution(Namespace(resolution=None), Path("a.png")) == 0.25
    assert given_resolution(Namespace(resolution=None), Path("a.gif")) == 1
    assert given_resolution(Namespace(resolution=0.5), Path("a.gif")) == 0.5


def test_a_map_shows_what_the_app_opens_on_unless_an_extent_is_given(run, monkeypatch, predictor, tmp_path):
    parts = []
    drawing = figures.value_figure
    monkeypatch.setattr(
        figures, "value_figure", lambda *maps, part, **rest: parts.append(part) or drawing(*maps, part=part, **rest)
    )
    asked = ["map", "Blue Jay", "--date", "2024-06-15"]
    assert run(*asked, "--resolution", "1", "--output", "jay.svg")[0] == 0
    assert run(*asked, "--resolution", "1", "--output", "jay.html")[0] == 0
    assert run(*asked, *SMALL, "--resolution", "1", "--output", "small.svg")[0] == 0
    atlas, day = Atlas(predictor), date(2024, 6, 15)
    home = home_of([atlas.species_map("Blue Jay", day, resolution=1), *coarse_year(atlas, "Blue Jay")])
    assert parts == [home, None]
    page = shown((tmp_path / "jay.html").read_text(encoding="utf-8"))
    assert page["view"] == [home.west, max(home.south, SOUTHERNMOST), home.east, home.north]
