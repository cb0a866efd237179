"""The threshold below which a photo is of nothing known: how it is fitted, measured and kept."""

import json
import shutil
import sys
from itertools import islice

import numpy as np
import pytest
import torch
from PIL import Image

from crossclip.predict import Predictor
from train.demo import unknowns


def test_the_threshold_lets_through_the_share_that_was_asked_for():
    scores = torch.arange(1000.0)
    assert (scores >= unknowns.fit(scores, 0.98)).float().mean() == pytest.approx(0.98, abs=0.002)


@pytest.mark.parametrize("make", [lambda r: unknowns.clouds(r, 1.0), unknowns.shapes, unknowns.pages])
def test_pictures_that_are_made_are_the_same_at_every_run_and_unlike_each_other(make):
    first, second = (list(islice(make(np.random.default_rng(0)), 3)) for _ in range(2))
    assert [picture.tobytes() for picture in first] == [picture.tobytes() for picture in second]
    assert len({picture.tobytes() for picture in first}) == 3
    assert {(picture.mode, picture.size) for picture in first} == {("RGB", (unknowns.SIDE, unknowns.SIDE))}


def test_a_corner_is_a_corner(tmp_path):
    picture = np.zeros((80, 120, 3), np.uint8)
    picture[20:60, 30:90] = 255  # the bird
    Image.fromarray(picture).save(tmp_path / "bird.png")
    (corner,) = unknowns.corners([str(tmp_path / "bird.png")], np.random.default_rng(0))
    assert corner.getextrema() == ((0, 0),) * 3


@pytest.mark.slow
def test_the_command_keeps_threshold_and_figures(tiny_folder, tmp_path, monkeypatch):
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    (folder / "figures.json").write_text('{"test": {"photos": 1}}')
    rows = ["photo,species,longitude,latitude,date,split"]
    for number in range(8):
        noise = np.random.default_rng(number).integers(0, 256, (8, 8, 3), dtype=np.uint8)
        Image.fromarray(noise).resize((72, 72)).save(tmp_path / f"{number}.png")
        rows.append(f"{number}.png,Blue Jay,,,,{'validation' if number < 4 else 'test'}")
    (tmp_path / "table.csv").write_text("\n".join(rows))
    monkeypatch.setattr(unknowns, "COUNT", 4)
    monkeypatch.setattr(sys, "argv", ["unknowns", "--model", str(folder), "--table", str(tmp_path / "table.csv")])
    unknowns.main()
    predictor = Predictor.from_pretrained(folder)
    photos = predictor.embed_photos([tmp_path / f"{number}.png" for number in range(4)])
    assert predictor.config.photo_threshold == pytest.approx(float(predictor.familiarity(photos).min()), abs=1e-2)
    figures = json.loads((folder / "figures.json").read_text())
    assert figures["test"] == {"photos": 1}
    assert set(figures["unknown"]) == {"known_birds", "corners", "clouds", "shapes", "pages"}
    assert all(0 <= share <= 1 for share in figures["unknown"].values())
