"""Many photos and many rows: every failure beside its own row, every photo read once."""

from pathlib import Path

import pytest
from PIL import Image

from crossclip.answers import bulk
from crossclip.answers.bulk import Identifier, batches, checklist_rows, row_sighting
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting

HERE = Sighting(-74.0, 40.7)


def row(photo: str = "", latitude: str = "", longitude: str = "", date: str = "") -> dict[str, str]:
    return {"photo": photo, "latitude": latitude, "longitude": longitude, "date": date}


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("red", "blue"):
        Image.new("RGB", (80, 80), name).save(tmp_path / f"{name}.png")
    return tmp_path


def test_a_photo_that_cannot_be_read_stops_no_other(predictor, folder):
    photos = [str(folder / "red.png"), str(folder / "none.png"), str(folder / "blue.png")]
    answered = list(Identifier(predictor).photos(photos, HERE))
    assert [photo for photo, _, _ in answered] == photos
    assert "there is no file" in str(answered[1][2])
    for photo, _, answer in (answered[0], answered[2]):
        expected = predictor.identify(photo, HERE).probability
        assert answer.probability.allclose(expected, atol=1e-6)


def test_a_photo_without_a_name_is_no_folder(predictor):
    ((_, _, answer),) = Identifier(predictor).photos([" "], HERE)
    assert "without a name" in str(answer)


def test_rows_carry_their_own_errors(predictor, folder):
    rows = [row("red.png"), row(""), row("red.png", "99", "0"), row("red.png", "40.7", "-74")]
    answers = [answer for _, answer in Identifier(predictor).rows(rows, folder)]
    assert [isinstance(answer, CrossClipError) for answer in answers] == [False, True, True, False]
    assert "photo is blank" in str(answers[1])
    assert "latitude" in str(answers[2])


def test_a_photo_is_read_once_over_all_batches(predictor, folder, monkeypatch):
    read = []
    monkeypatch.setattr(bulk, "BATCH", 2)
    monkeypatch.setattr(bulk, "read_photo", lambda photo: read.append(photo) or Image.open(photo).convert("RGB"))
    assert len(list(Identifier(predictor).rows([row("red.png")] * 5, folder))) == 5
    assert read == [folder / "red.png"]


def test_a_checklist_of_a_row_needs_a_place(predictor):
    rows = [row(latitude="40.7", longitude="-74"), row(date="2024-05-31")]
    (_, first), (_, second) = checklist_rows(predictor, rows)
    assert first.probability.allclose(predictor.checklist(HERE).probability, atol=1e-6)
    assert "a checklist needs a place" in str(second)


def test_rows_are_taken_a_batch_at_a_time(monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 3)
    assert [list(batch) for batch in batches(range(7))] == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(batches([])) == []


def test_a_row_is_a_sighting():
    assert row_sighting(row(latitude="40.7", longitude="-74")) == HERE


def test_photos_that_are_no_files_are_read_from_their_source_once(predictor, folder):
    asked = []

    def source(photo: Path) -> bytes:
        asked.append(photo)
        return (folder / photo.name).read_bytes()

    identifier = Identifier(predictor, source=source)
    identifier.look([Path("red.png"), Path("none/blue.png")])
    ((_, answer),) = identifier.rows([row("red.png", "40.7", "-74")], Path())
    assert answer.probability.allclose(predictor.identify(folder / "red.png", HERE).probability, atol=1e-6)
    assert sorted(asked) == [Path("none/blue.png"), Path("red.png")]
