"""Random crops in bytes, and what is made of them on the device."""

import numpy as np
import pytest
import torch
from PIL import ExifTags, Image
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional

from crossclip.errors import CrossClipError
from crossclip.model import CrossClipConfig
from train.batches import crops
from train.batches.batch import Batch
from train.batches.crops import Crops, Finish, finished, random_box
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.tables.rows import Rows

CONFIG = CrossClipConfig(species=("a",), scientific_names=("",), photo_size=32)
MEAN, STD = CONFIG.photo_mean, CONFIG.photo_std


def rows_of(*photos):
    count = len(photos)
    return Rows(
        np.array([str(photo) for photo in photos]),
        torch.zeros(count, dtype=torch.long),
        torch.full((count, 3), torch.nan),
        1,
        torch.zeros(count, dtype=torch.bool),
        torch.full((count,), -1),
    )


@pytest.fixture
def photo(tmp_path):
    """Red grows to the right, green to the bottom."""
    right, down = np.meshgrid(np.arange(400), np.arange(300))
    Image.fromarray(np.stack([right / 2, down / 2, 0 * down], axis=2).astype(np.uint8)).save(tmp_path / "a.jpg")
    return tmp_path / "a.jpg"


def test_a_crop_has_its_own_seed(photo):
    set_ = Crops(rows_of(photo), CONFIG)
    first, again, other = (set_[0, seed][1] for seed in (1, 1, 2))
    assert first.shape == (3, 32, 32)
    assert first.dtype == torch.uint8
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_crop_is_where_it_was_drawn_though_less_was_read(photo, monkeypatch):
    monkeypatch.setattr(crops, "random_box", lambda *_: (100, 50, 200, 150))
    crop = Crops(rows_of(photo), CONFIG)[0, 0][1].float()
    red = crop[0, 16]
    assert sorted([red[0].item(), red[-1].item()]) == pytest.approx([50, 150], abs=6)
    assert crop[1, 0, 16].item() == pytest.approx(25, abs=6)
    assert crop[1, -1, 16].item() == pytest.approx(100, abs=6)


def test_a_photo_that_lies_on_its_side_is_cropped_upright(photo, tmp_path, monkeypatch):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    Image.open(photo).save(tmp_path / "b.jpg", exif=exif)
    monkeypatch.setattr(crops, "random_box", lambda *_: (0, 0, 400, 300))
    upright, whole = (Crops(rows_of(path), CONFIG)[0, 0][1].float() for path in (tmp_path / "b.jpg", photo))
    assert upright[0].mean().item() == pytest.approx(whole[0].mean().item(), abs=3), "all of it"
    assert (upright[0, -1] - upright[0, 0]).mean().item() > 150, "red grows to the bottom now"


def test_a_photo_that_is_gone_is_named(tmp_path):
    with pytest.raises(CrossClipError, match=r"there is no file .*gone.jpg"):
        Crops(rows_of(tmp_path / "gone.jpg"), CONFIG)[0, 0]


def test_boxes_are_those_of_torchvision():
    draws = np.random.default_rng(0)
    boxes = np.array([random_box(draws, 400, 300, 0.35) for _ in range(4000)])
    picture = torch.empty(3, 300, 400)
    torch.manual_seed(0)
    crop = v2.RandomResizedCrop(32, scale=(0.35, 1.0))
    theirs = [crop.make_params([picture]) for _ in range(4000)]
    theirs = np.array([[one["left"], one["top"], one["width"], one["height"]] for one in theirs])
    assert np.abs(boxes.mean(axis=0) - theirs.mean(axis=0)).max() < 3
    assert (boxes[:, 0] + boxes[:, 2]).max() <= 400
    assert (boxes[:, 1] + boxes[:, 3]).max() <= 300
    assert random_box(draws, 1000, 10, 1.0)[3] == 10, "no box of that area fits: the middle"


def test_colours_change_as_torchvision_changes_them():
    torch.manual_seed(0)
    pixels = torch.randint(0, 256, (4, 3, 8, 8), dtype=torch.uint8)
    drawn = torch.rand(4, 3)
    found = Finish(MEAN, STD, colour=0.2)(pixels, drawn)
    for one, factors, ours in zip(pixels / 255, 0.8 + 0.4 * drawn, found, strict=True):
        expected = functional.adjust_brightness(one, factors[0].item())
        expected = functional.adjust_contrast(expected, factors[1].item())
        expected = functional.adjust_saturation(expected, factors[2].item())
        torch.testing.assert_close(ours, functional.normalize(expected, MEAN, STD), rtol=0, atol=2e-3)


def test_undrawn_colours_stay_and_numbers_are_left_alone(photo):
    set_ = Crops(rows_of(photo), CONFIG)
    seen = set_[0, 0][1][None]
    assert torch.equal(finished(set_, seen), Finish(MEAN, STD)(seen))
    features = torch.zeros(2, 5)
    assert finished(object(), features) is features


def test_a_batch_in_bytes_is_numbers_on_its_device(photo):
    batches = step_batches(rows_of(photo, photo), Crops(rows_of(photo, photo), CONFIG), BatchSettings(1, 2), 0, 2, 0)
    first, second = batches(0)
    assert first.photos.dtype == torch.uint8
    assert not torch.equal(first.drawn, second.drawn)
    assert torch.equal(next(batches(1)).drawn, second.drawn), "whatever was drawn before"
    moved = first.to(torch.device("cpu"))
    assert isinstance(moved, Batch)
    assert torch.equal(moved.photos, first.finish(first.photos, first.drawn))
