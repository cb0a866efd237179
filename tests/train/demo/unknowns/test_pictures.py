"""Pictures of no bird."""

from itertools import islice

import numpy as np
import pytest
from PIL import Image

from train.demo.unknowns import pictures as made


@pytest.mark.parametrize("make", [lambda r: made.clouds(r, 1.0), made.shapes, made.pages])
def test_pictures_that_are_made_are_the_same_at_every_run_and_unlike_each_other(make):
    first, second = (list(islice(make(np.random.default_rng(0)), 3)) for _ in range(2))
    assert [picture.tobytes() for picture in first] == [picture.tobytes() for picture in second]
    assert len({picture.tobytes() for picture in first}) == 3
    assert {(picture.mode, picture.size) for picture in first} == {("RGB", (made.SIDE, made.SIDE))}


def test_a_corner_is_a_corner(tmp_path):
    picture = np.zeros((80, 120, 3), np.uint8)
    picture[20:60, 30:90] = 255  # the bird
    Image.fromarray(picture).save(tmp_path / "bird.png")
    (corner,) = made.corners([str(tmp_path / "bird.png")], np.random.default_rng(0))
    assert corner.getextrema() == ((0, 0),) * 3


def test_there_are_as_many_of_each_kind_as_are_asked_for(tmp_path):
    Image.new("RGB", (80, 80)).save(tmp_path / "a.png")
    made_of_one = made.no_birds([str(tmp_path / "a.png")], 2)
    assert {name: len(of_kind) for name, of_kind in made_of_one.items()} == {
        "corners": 1,
        "clouds": 2,
        "shapes": 2,
        "pages": 2,
    }
