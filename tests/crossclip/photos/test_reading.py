"""Every kind of picture a person may have, and those nobody should."""

import io
import re
import struct

import numpy as np
import pytest
from PIL import Image

from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.reading import MAX_PIXELS, MIN_SIDE, READ_SIDE, PhotoError, open_photo, read_photo
from tests.crossclip.photos.pictures import COLOURS, NEW_YORK, RAMP, damaged, distance, encoded, exif_bytes, png_header

# What Pillow warns of is kept from users by programs, not by the library: see test_quiet.py.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")


@pytest.mark.parametrize(
    ("image", "format"),
    [
        (COLOURS, "PNG"),
        (COLOURS, "BMP"),
        (COLOURS, "TIFF"),
        (COLOURS, "JPEG"),
        (COLOURS, "WEBP"),
        (COLOURS, "HEIF"),
        (COLOURS.convert("CMYK"), "JPEG"),
        (COLOURS.convert("CMYK"), "TIFF"),
        (COLOURS.convert("L"), "PNG"),
        (COLOURS.convert("L"), "JPEG"),
        (COLOURS.convert("1"), "PNG"),
        (COLOURS.quantize(64), "PNG"),
        (COLOURS.quantize(64), "GIF"),
        (COLOURS.convert("RGBA"), "WEBP"),
    ],
)
def test_colours_survive_every_format_and_mode(image, format):
    picture = read_photo(encoded(image, format))
    assert (picture.mode, picture.size) == ("RGB", (64, 48))
    assert distance(picture, image) < 6


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_not_clipped(format):
    deep = Image.fromarray(RAMP.astype(np.uint16) * 257)
    assert distance(read_photo(encoded(deep, format)), Image.fromarray(RAMP)) == 0


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_laid_on_white(mode):
    clear = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
    clear.paste((200, 200, 200, 255), (0, 0, 32, 48))
    picture = read_photo(encoded(clear.convert(mode)))
    assert picture.getpixel((48, 20)) == (255, 255, 255)
    assert picture.getpixel((10, 20)) == pytest.approx((200, 200, 200), abs=2)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_an_animation_the_first_frame_is_taken(format):
    red, blue = Image.new("RGB", (40, 40), "red"), Image.new("RGB", (40, 40), "blue")
    picture = read_photo(encoded(red, format, save_all=True, append_images=[blue]))
    assert distance(picture, red) < 4


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_turns_the_picture_once(orientation, format):
    upright = COLOURS.copy()
    upright.paste("white", (0, 0, 20, 10))
    stored = {
        1: upright,
        2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.rotate(180),
        4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE),
        6: upright.rotate(90, expand=True),
        7: upright.transpose(Image.Transpose.TRANSVERSE),
        8: upright.rotate(-90, expand=True),
    }[orientation]
    picture = read_photo(encoded(stored, format, exif=exif_bytes(orientation=orientation).tobytes()))
    assert distance(picture, upright) == 0
    assert distance(read_photo(picture), upright) == 0


def test_large_photos_are_reduced_and_lose_their_metadata():
    large = COLOURS.resize((1920, 1440))
    for format in ("JPEG", "PNG"):
        picture = read_photo(encoded(large, format, exif=exif_bytes(NEW_YORK)))
        assert READ_SIDE <= min(picture.size) < 2 * READ_SIDE
        assert distance(picture, large.resize(picture.size)) < 2
        assert not picture.info
        assert len(picture.getexif()) == 0


def test_any_source_gives_the_same_picture(tmp_path):
    content = encoded(COLOURS)
    path = tmp_path / "mislabelled.jpg"
    path.write_bytes(content)
    opened = Image.open(io.BytesIO(content))
    for source in (content, path, str(path), io.BytesIO(content), opened, opened):
        assert distance(read_photo(source), COLOURS) == 0


def refused(source) -> str:
    """The sentence a source is refused with."""
    with pytest.raises(PhotoError) as refusal:
        read_photo(source)
    sentence = str(refusal.value)
    assert "\n" not in sentence
    assert len(sentence) < 200
    return sentence


def label(value: object) -> str:
    return value[:20] if isinstance(value, str) else f"{len(value)} bytes"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a picture that can be read: use JPEG"),
        (b"\xff\xd8\xff", "not a picture|damaged"),
        (b"hello, I am a bird", "not a picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "not a picture"),
        (b"<!DOCTYPE html><html><body><img src=x></body></html>", "not a picture"),
        (b"%PDF-1.7\n1 0 obj", "not a picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n", "not a picture"),
        (encoded(COLOURS, "PPM"), "not a picture"),
        (encoded(COLOURS, "ICO"), "not a picture"),
        (png_header(30_000, 30_000), "too large|30000 x 30000"),
        (png_header(8_100, 8_100), "8100 x 8100 pixels: up to 65 million"),
        (png_header(10_000, 9_500), "10000 x 9500 pixels"),
        (png_header(40_000, 1), "40000 x 1 pixels, too thin"),
        (encoded(Image.new("F", (30, 30)), "TIFF"), "(this file|bird.jpg) has 32 bits"),
        (encoded(Image.new("RGB", (1, 1))), "1 x 1 pixels, too few"),
        (encoded(Image.new("RGB", (MIN_SIDE, MIN_SIDE - 1))), "pixels, too few"),
    ],
    ids=label,
)
def test_what_is_no_photo_is_refused_in_a_sentence(content, words, tmp_path):
    path = tmp_path / "bird.jpg"
    path.write_bytes(content)
    assert re.search(words, refused(content))
    refused(path)


def test_the_size_is_decided_before_pixels_are_decoded(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))
    assert MAX_PIXELS < 8_100**2
    refused(png_header(8_100, 8_100))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_picture_cut_short_anywhere_is_refused_or_whole(format):
    content = encoded(COLOURS, format, exif=exif_bytes(NEW_YORK, "2024:05:31 07:00:00"))
    whole = read_photo(content)
    for end in {0, 1, 2, 8, 16, 30, 60, 100, len(content) // 4, len(content) // 2, 3 * len(content) // 4}:
        try:
            assert distance(read_photo(content[:end]), whole) == 0
        except PhotoError as refusal:
            assert len(str(refusal)) < 200  # noqa: PT017
    refused(content[: len(content) // 2])


def test_hostile_bytes_raise_nothing_but_photo_errors():
    unharmed = 0
    for content in damaged(360):
        for read in (read_photo, read_exif_sighting):
            try:
                read(content)
                unharmed += 1
            except PhotoError:
                pass
    assert 100 < unharmed < 700


def test_missing_files_and_folders(tmp_path):
    assert refused(tmp_path / "none.jpg") == f"there is no file {tmp_path / 'none.jpg'}"
    assert "is a folder" in refused(str(tmp_path))
    assert "cannot be read" in refused("nul\0byte.jpg")


@pytest.mark.parametrize("error", [SyntaxError, struct.error, OverflowError, MemoryError, RecursionError, KeyError])
def test_whatever_happens_while_a_picture_is_read_is_a_photo_error(error):
    with pytest.raises(PhotoError, match="damaged"), open_photo(encoded(COLOURS)):
        raise error("inside")
