"""The temperature of a photo's places is fitted, kept in the model's settings, and measured beside other ways."""

import json
import shutil
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from crossclip.errors import CrossClipError
from crossclip.maps.land.coverage import COVERAGE_FILE, Coverage
from crossclip.maps.photo_places import CALIBRATION
from crossclip.predict import Predictor
from train.data.occurrences import pair_with_photos
from train.demo.photo_places import SHIPPED, compare, keep

NAMES = ["Blue Jay", "European Starling"]


@dataclass
class World:
    """As much of `DemoData` as the command reads."""

    photos: pd.DataFrame
    check_photos: pd.DataFrame
    occurrences: pd.DataFrame
    names: tuple[str, ...] = tuple(NAMES)

    def table(self, photos: pd.DataFrame) -> pd.DataFrame:
        return pair_with_photos(photos, self.occurrences)


@pytest.fixture
def world(tmp_path) -> World:
    random = np.random.default_rng(0)
    rows = []
    for number, split in enumerate(["validation", "test", "validation", "test"]):
        photo = tmp_path / f"{number}.png"
        Image.fromarray(random.integers(0, 255, (80, 80, 3), dtype=np.uint8)).save(photo)
        rows.append((str(photo), NAMES[number // 2], split))
    photos = pd.DataFrame(rows, columns=["photo", "species", "split"])
    records = [
        (name, -90.0 + i, 40.0, "2024-07-02", split) for name in NAMES for i, split in enumerate(("validation", "test"))
    ]
    columns = ["species", "longitude", "latitude", "date", "split"]
    return World(photos, photos.assign(split="test"), pd.DataFrame(records, columns=columns))


@pytest.fixture
def folder(tiny_folder, tmp_path):
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    Coverage.of(np.full(50, -88.5), np.full(50, 40.5)).write(folder / COVERAGE_FILE)
    return folder


def test_the_temperature_is_kept_and_every_way_is_measured(world, folder):
    predictor = Predictor.from_pretrained(folder)
    figures = compare(predictor, world)
    assert {name: part["rows"] for name, part in figures.items()} == {"validation": 18, "check": 12, "test": 6}
    for part in figures.values():
        assert part["ways"]["all land alike"]["surprise"] == pytest.approx(0, abs=1e-5)
        assert part["ways"]["all land alike"]["rank"] == pytest.approx(0.5)
    keep(folder, predictor, figures)
    config = Predictor.from_pretrained(folder).config
    assert config.calibration[CALIBRATION] == figures["validation"]["ways"][SHIPPED]["temperature"]
    assert config.calibration["photo"] == predictor.config.calibration["photo"], "the others stay"
    kept = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    assert kept["photo_places"]["check"]["photos"] == 4


def test_a_model_that_states_no_records_is_refused(world, predictor):
    with pytest.raises(CrossClipError, match="needs a coverage"):
        compare(predictor, world)
