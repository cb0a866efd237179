"""Rows are answered in their order, as one by one, and each photo is looked at once."""

import pytest
from PIL import Image

from crossclip.answers.bulk import Identifier
from crossclip.errors import CrossClipError
from crossclip.streams import decoding, identifying
from crossclip.streams.identifying import identified


def row(photo="", latitude="", longitude="", date=""):
    return {"photo": photo, "latitude": latitude, "longitude": longitude, "date": date}


@pytest.fixture
def folder(tmp_path):
    for number in range(5):
        Image.new("RGB", (80, 80), (50 * number, 100, 0)).save(tmp_path / f"{number}.png")
    return tmp_path


@pytest.mark.parametrize("exif", [False, True])
def test_answers_are_those_of_one_photo_at_a_time(predictor, folder, monkeypatch, exif):
    monkeypatch.setattr(identifying, "PHOTO_BATCH", 2)
    rows = [row(f"{i % 5}.png", "40.7", "-74", "2024-05-31" if i % 2 else "") for i in range(9)]
    rows += [row(""), row("1.png", "99", "0"), row("none.png"), row("2.png")]
    expected = list(Identifier(predictor, exif).rows(rows, folder))
    found = list(identified(predictor, iter(rows), folder, exif))
    assert [asked for asked, _ in found] == [asked for asked, _ in expected]
    for (_, one), (_, other) in zip(found, expected, strict=True):
        if isinstance(other, CrossClipError):
            assert str(one) == str(other)
        else:
            assert one.probability.allclose(other.probability, atol=1e-5)


def test_a_photo_is_decoded_once_while_it_is_remembered(predictor, folder, monkeypatch):
    read, real = [], decoding.read_photo
    monkeypatch.setattr(decoding, "read_photo", lambda photo: read.append(photo.name) or real(photo))
    monkeypatch.setattr(identifying, "REMEMBERED", 2)
    names = ["0.png", "1.png", "0.png", "2.png", "0.png", "1.png"]
    assert len(list(identified(predictor, map(row, names), folder))) == 6
    assert read == ["0.png", "1.png", "2.png", "1.png"], "what was not named for longest is forgotten"


def test_nothing_is_read_far_ahead(predictor, folder, monkeypatch):
    monkeypatch.setattr(identifying, "MOST_ROWS", 4)
    taken = []

    def rows():
        for number in range(100):
            taken.append(number)
            yield row("0.png")

    next(identified(predictor, rows(), folder))
    assert len(taken) <= 8
