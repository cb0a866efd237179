"""Photos are decoded in this process or beside it, in order, with their errors."""

import os
import signal

import pytest
import torch
from PIL import Image

from crossclip.photos.pixels import photo_crop
from crossclip.streams.decoding import ReadersError, decoded, reader_count

CROP = photo_crop(32, 32)


@pytest.fixture
def photos(tmp_path):
    for number in range(4):
        Image.new("RGB", (40, 50), (60 * number, 0, 0)).save(tmp_path / f"{number}.png")
    return [tmp_path / f"{number}.png" for number in range(4)]


@pytest.mark.parametrize("workers", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_groups_come_in_order_with_their_errors(photos, tmp_path, workers):
    groups = [photos[:2], [], [photos[2], tmp_path / "none.png", photos[3]]]
    first, second, third = decoded(iter(groups), CROP, exif=True, workers=workers)
    assert first.pixels.shape == (2, 3, 32, 32)
    assert first.pixels.dtype == torch.uint8
    assert (len(second.pixels), second.errors) == (0, [])
    assert third.pixels[:, 0, 0, 0].tolist() == [120, 180]
    assert [error is None for error in third.errors] == [True, False, True]
    assert "there is no file" in str(third.errors[1])
    assert third.taken[0].has_place is False


def _end(picture):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_process_that_is_ended_from_outside_is_one_sentence(photos):
    with pytest.raises(ReadersError, match="ended from outside"):
        list(decoded([photos], _end, workers=1))


def test_few_photos_are_not_worth_a_process():
    assert reader_count(63) == 0
    assert reader_count(100_000) >= 1
