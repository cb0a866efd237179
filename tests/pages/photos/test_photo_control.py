"""How photos come in."""

from tests.pages.app_runs import (
    errors,
    photo_file,
    upload,
    words,
)


def test_one_broken_picture_among_several_is_one_sentence(app):
    (message,) = errors(upload(app, photo_file(1), b"not a picture", b"nor this", photo_file(2)))
    assert "is not a picture that can be read" in message
    assert [button.label for button in app.button if button.label.startswith("Photo")] == ["Photo 1", "Photo 2"]
    assert errors(upload(app, photo_file(3))) == []


def test_the_page_says_how_large_a_photo_may_be(app):
    assert "up to 20 MB and 65 million pixels" in words(app)
