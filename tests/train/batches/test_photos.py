"""What a network sees of a row's photo."""

import numpy as np
import pytest
import torch
from PIL import Image

from crossclip.errors import CrossClipError
from crossclip.model import CrossClipConfig
from tests.train.made_up_rows import NOWHERE, rows_with
from train.batches.photos import PhotoFeatures, Photos, training_transform

CONFIG = CrossClipConfig(species=("a",), scientific_names=("a",), photo_resize=40, photo_size=32)


@pytest.fixture
def photos(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "bird.png")
    paths = [str(tmp_path / "bird.png"), str(tmp_path / "gone.png")]
    return Photos(rows_with([0, 1], [NOWHERE] * 2, paths), training_transform(CONFIG))


def test_a_seed_decides_how_a_photo_is_augmented_whatever_was_drawn_before(photos):
    row, first = photos[0, 7]
    state = torch.random.get_rng_state()
    again, other = photos[0, 7][1], photos[0, 8][1]
    assert (row, first.shape) == (0, (3, 32, 32))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.random.get_rng_state(), state), "and what is drawn after does not notice"


def test_pixels_are_scaled_by_the_models_mean_and_deviation():
    white = training_transform(CONFIG)(Image.new("RGB", (64, 64), "white"))
    most = (1 - torch.tensor(CONFIG.photo_mean)) / torch.tensor(CONFIG.photo_std)
    assert (white.amax(dim=(1, 2)) <= most + 1e-4).all()
    assert white.min() > 0, "however dark the colours are drawn"


def test_a_photo_that_is_gone_is_named(photos):
    with pytest.raises(CrossClipError, match=r"gone\.png"):
        photos[1, 0]


def test_features_are_those_of_the_rows_photo_and_the_seed_chooses_the_view():
    rows = rows_with([0, 1, 2], [NOWHERE] * 3, ["a.png", "", "b.png"])
    features = torch.arange(12).view(2, 2, 3).half()  # two views of two photos
    seen = PhotoFeatures(rows, features)
    assert seen[0, 0][1].tolist() == [0, 1, 2]
    assert seen[2, 0][1].tolist() == [3, 4, 5]
    assert seen[2, 5][1].tolist() == [9, 10, 11]
    assert seen[2, 5][1].dtype == torch.float32
