"""What is dropped is taken in, looked at a few at a time, and let go of."""

import pytest

from crossclip.errors import CrossClipError
from crossclip.tables import Table
from pages.many import roll as module
from pages.many.roll import Roll, answerable
from tests.pages.app_runs import DAY, photo_file
from tests.pages.many.many_runs import HERE, A, B, looked, table


def test_a_photo_that_was_looked_at_leaves_little(predictor, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    roll = Roll(predictor)
    roll.take_in([A, B, HERE])
    roll.look()
    assert [photo.name for photo in roll.waiting] == ["here.jpg"]
    roll.look()
    assert not roll.waiting
    shots = {photo.name: shot for photo, shot in roll.shots.items()}
    assert shots["here.jpg"].taken.date == DAY.replace(year=2021)
    assert shots["a.jpg"].thumbnail.startswith("data:image/jpeg;base64,")
    assert shots["a.jpg"].preview.startswith(b"\xff\xd8")


def test_what_is_there_twice_is_said(predictor):
    roll = Roll(predictor)
    roll.take_in([A, A, ("other.jpg", A[1]), ("a.jpg", B[1])])
    assert [str(photo) for photo in roll.photos] == ["a.jpg", "other.jpg", "a (2).jpg"]
    assert roll.remarks == ["a.jpg was dropped twice; it is answered once", "other.jpg is the same picture as a.jpg"]


def test_there_are_no_more_photos_than_fit(predictor, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    roll = Roll(predictor)
    roll.take_in([(f"{seed}.jpg", photo_file(seed)) for seed in range(5)])
    assert len(roll.photos) == 2
    assert "3 were left out" in roll.remarks[0]


def test_a_table_is_made_answerable():
    made = answerable(Table(("photo", "species", "note"), ({"photo": "a", "species": "Jay", "note": "x"},)))
    assert made.columns == ("photo", "table_species", "note", "latitude", "longitude", "date")
    assert made.rows[0] == dict(zip(made.columns, ("a", "Jay", "x", "", "", ""), strict=True))
    with pytest.raises(CrossClipError, match="301 rows"):
        answerable(Table(("photo",), ({"photo": "a"},) * 301))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([table(columns="picture")], "has no column photo"),
        ([table("a.jpg"), table("b.jpg")], "there is a table already"),
        ([table("a.jpg,Blue Jay", columns="photo,species")], "is called table_species"),
    ],
)
def test_what_is_wrong_with_a_table_is_a_sentence(predictor, files, words):
    (remark,) = looked(predictor, *files).remarks
    assert words in remark
