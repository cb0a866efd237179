"""The sample pictures: the table beside them, the pictures themselves, and how they are drawn."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from assets.plates.__main__ import COLUMNS, SHOWN, ranks
from assets.plates.gallery import PLATES
from assets.plates.layer import PLATE, Layer, Light
from assets.plates.shapes import limb, outline, roundness
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

ASSETS = Path(__file__).parents[2] / "assets"
SAMPLES = pd.read_csv(ASSETS / "samples" / "samples.csv", dtype=str)


@pytest.fixture(scope="module")
def demo() -> Predictor:
    return Predictor.from_pretrained(ASSETS / "demo")


def sighting(row) -> Sighting:
    return Sighting.parse(row.longitude, row.latitude, row.date)


def test_the_table_names_every_picture_once():
    assert tuple(SAMPLES.columns) == COLUMNS
    assert len(SAMPLES) >= 10
    assert not SAMPLES.isna().any(axis=None)
    assert sorted(SAMPLES.file) == sorted(path.name for path in (ASSETS / "samples").glob("*.jpg"))
    assert SAMPLES.title.is_unique


def test_the_table_says_what_the_plates_say():
    plates = {f"{plate.name}.jpg": plate for plate in PLATES}
    for row in SAMPLES.itertuples():
        plate = plates[row.file]
        assert (row.species, row.plumage, row.title) == (plate.species, plate.plumage, plate.title)
        assert sighting(row) == plate.sighting


def test_pictures_open_at_photo_size_and_weigh_little():
    files = [ASSETS / "samples" / file for file in SAMPLES.file]
    for file in files:
        with Image.open(file) as picture:
            assert picture.format == "JPEG"
            assert picture.size == PLATE
    assert sum(file.stat().st_size for file in files) < 2.5e6


@pytest.mark.slow
def test_the_shipped_model_knows_every_picture_with_its_place_and_date(demo):
    photos = demo.embed_photos([ASSETS / "samples" / file for file in SAMPLES.file])
    answers = demo.answers(photos, [sighting(row) for row in SAMPLES.itertuples()])
    missed = [
        row.file
        for row, answer in zip(SAMPLES.itertuples(), answers, strict=True)
        if ranks(answer, row.species)[1] > SHOWN
    ]
    assert not missed


def test_every_sighting_has_place_and_date_where_the_model_has_records(demo):
    for plate in PLATES:
        assert plate.sighting.has_place
        assert plate.sighting.has_date
        here = demo.checklist(plate.sighting).top(None)
        rank = next(c.rank for c in here if c.species == plate.species)
        assert rank <= 200, f"{plate.name} is not expected at its place and date: rank {rank}"


def test_an_answer_without_a_photo_has_no_rank_by_the_photo(demo):
    plate = PLATES[0]
    with pytest.raises(ValueError, match="without a photo"):
        ranks(demo.checklist(plate.sighting), plate.species)


@pytest.mark.slow
def test_a_plate_is_drawn_the_same_every_time():
    bird = PLATES[0].bird.but(feathers=(24.0, 36.0, 80.0))  # few and large, to be quick
    plate = replace(PLATES[0], bird=bird)
    first, again = (np.asarray(plate.draw(scale=0.25)) for _ in range(2))
    assert first.shape == (PLATE[1], PLATE[0], 3)
    assert first.std() > 20
    assert (first == again).all()


def test_roundness_of_a_long_shape_is_a_cylinder():
    covered = np.zeros((60, 400), np.float32)
    covered[20:40] = 1
    middle = roundness(covered)[:, 200]
    assert middle.max() == pytest.approx(10, rel=0.15)
    assert middle[:18].max() == 0
    assert middle[25] == pytest.approx(middle[34], rel=0.1)


def test_a_shape_is_lit_from_the_side_of_the_sun():
    layer = Layer(0.5)
    layer.solid(limb([(200, 300), (600, 300)], (120, 120)), "#808080")
    picture = layer.lit(Light(sun=(0, -1, 0.3)))
    column = picture[:, picture.shape[1] // 2]
    assert column[130, 3] == pytest.approx(1, abs=0.01)
    assert column[130, 0] > 1.5 * column[170, 0]


def test_an_outline_passes_through_its_points():
    points = np.array([(100.0, 100.0), (300.0, 90.0), (320.0, 260.0), (120.0, 280.0)])
    line = outline(points)
    assert np.linalg.norm(line[:, None] - points, axis=-1).min(0).max() < 2
