"""What iPhones take is read as any other picture."""

import io
from datetime import date

import pillow_heif
import pytest
from PIL import ExifTags, Image, UnidentifiedImageError

from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.heif import HEIF, open_picture
from crossclip.photos.reading import PhotoError, read_photo
from crossclip.sighting import Sighting


@pytest.fixture(scope="module")
def iphone() -> bytes:
    """A HEIC file on its side, with place and date, as a telephone writes it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2024:05:12 08:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (40.0, 42.0, 36.0), 3: "W", 4: (74.0, 0.0, 18.0)})
    picture = Image.new("RGB", (96, 64), "red")
    picture.paste("blue", (48, 0, 96, 64))
    heif = pillow_heif.from_pillow(picture)
    buffer = io.BytesIO()
    heif.save(buffer, exif=exif.tobytes(), quality=95)
    return buffer.getvalue()


def test_a_photo_of_a_telephone_is_upright_and_says_where_and_when(iphone):
    picture = read_photo(iphone)
    assert picture.size == (64, 96)  # turned by 90 degrees, once
    top, bottom = picture.getpixel((32, 10)), picture.getpixel((32, 85))
    assert top[0] > 200 > 100 > top[2]
    assert bottom[2] > 200 > 100 > bottom[0]
    found = read_exif_sighting(iphone)
    assert found.date == date(2024, 5, 12)
    assert Sighting(round(found.longitude, 3), round(found.latitude, 3)) == Sighting(-74.005, 40.71)


def test_what_is_cut_short_is_refused(iphone):
    for end in (30, len(iphone) // 2, len(iphone) - 20):
        with pytest.raises(PhotoError):
            read_photo(iphone[:end])


def test_formats_that_are_not_asked_for_are_not_read(iphone):
    with pytest.raises(UnidentifiedImageError):
        open_picture(io.BytesIO(iphone), ["PNG"])
    assert open_picture(io.BytesIO(iphone), ["PNG", HEIF]).format == HEIF
