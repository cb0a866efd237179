"""A table's names find the photos that were dropped."""

from pathlib import Path

import pytest

from crossclip.photos.reading import PhotoError
from pages.many.matching import DroppedNames

NAMES = DroppedNames([Path("walk/one/A.jpg"), Path("walk/two/a.jpg"), Path("b.jpg")])


@pytest.mark.parametrize(
    ("text", "photo"),
    [
        ("b.jpg", "b.jpg"),
        ("photos/B.JPG", "b.jpg"),
        ("one/a.jpg", "walk/one/A.jpg"),
        (r"C:\walk\two\a.jpg", "walk/two/a.jpg"),
        ("/walk/two/a.jpg", "walk/two/a.jpg"),
    ],
)
def test_a_photo_is_found_by_as_much_as_both_know_of_its_path(text, photo):
    if text.startswith("C:"):
        with pytest.raises(PhotoError):
            NAMES.find("C:/other/a.jpg")
    assert NAMES.find(text.removeprefix("C:")) == Path(photo)


@pytest.mark.parametrize(
    ("text", "words"),
    [("a.jpg", "2 of the photos are called"), ("c.jpg", "not among"), (" ", "blank"), ("..", "not among")],
)
def test_a_photo_that_cannot_be_told_is_one_sentence(text, words):
    with pytest.raises(PhotoError, match=words):
        NAMES.find(text)
