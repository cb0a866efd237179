"""How photos come in."""

from tests.pages.app_runs import (
    errors,
    photo_file,
    press,
    upload,
    words,
)


def test_each_file_that_cannot_be_read_is_named_until_it_is_dismissed(app):
    names = [
        ("one.jpg", photo_file(1)),
        ("*no*.jpg", b"not a picture"),
        ("nor.jpg", b"nor this"),
        ("two.jpg", photo_file(2)),
    ]
    app.file_uploader[0].set_value([(name, content, "image/jpeg") for name, content in names]).run()
    first, second = errors(app)
    assert first.startswith("**\\*no\\*.jpg**: This file is not a picture that can be read")
    assert second.startswith("**nor.jpg**: ")
    assert [button.label for button in app.button if button.label.startswith("Photo")] == ["Photo 1", "Photo 2"]
    assert len(errors(upload(app, photo_file(3)))) == 2
    press(app, "Dismiss")
    (left,) = errors(app)
    assert left.startswith("**nor.jpg**: ")
    app.switch_page("pages/about.py").run()
    assert errors(app.switch_page("pages/identify.py").run()) == []


def test_of_ten_photos_at_once_none_is_lost_and_none_is_taken_twice(app):
    upload(app, *(photo_file(seed) for seed in range(10)))
    assert errors(app) == []
    names = [f"Photo {number}" for number in range(1, 11)]
    assert [button.label for button in app.button if button.label.startswith("Photo")] == names
    app.run()
    assert [button.label for button in app.button if button.label.startswith("Photo")] == names


def test_the_page_says_how_large_a_photo_may_be(app):
    assert "up to 20 MB and 65 million pixels" in words(app)
