"""Place and date from EXIF."""

import struct
from datetime import date

import pytest
from PIL import TiffImagePlugin

from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.reading import PhotoError, read_photo
from crossclip.sighting import Sighting
from tests.crossclip.photos.pictures import COLOURS, GPS, NEW_YORK, distance, encoded, exif_bytes

# pytest sets aside the filter that keeps these from users, which has its own test.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")


def fraction(over: int, under: int) -> TiffImagePlugin.IFDRational:
    return TiffImagePlugin.IFDRational(over, under)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_gives_place_and_date(format):
    photo = encoded(COLOURS, format, exif=exif_bytes(NEW_YORK, "2024:05:31 23:59:59").tobytes())
    sighting = read_exif_sighting(photo)
    assert sighting.longitude == pytest.approx(-74.005)
    assert sighting.latitude == pytest.approx(40.71)
    assert sighting.date == date(2024, 5, 31)


NOTHING = Sighting()


@pytest.mark.parametrize(
    "change",
    [
        {GPS.GPSLongitude: None},
        {GPS.GPSLatitude: None},
        {GPS.GPSLatitudeRef: None},
        {GPS.GPSLongitudeRef: "X"},
        {GPS.GPSLatitude: (91.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (90.0, 0.0, 1.0)},
        {GPS.GPSLongitude: (181.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (fraction(0, 0),) * 3},
        {GPS.GPSLatitude: (fraction(1, 0), 0.0, 0.0)},
        {GPS.GPSLatitude: (40.0, 75.0, 0.0)},
        {GPS.GPSLatitude: (40.0, 42.0)},
        {GPS.GPSLatitude: 40.0},
        {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
    ],
)
def test_a_position_that_is_half_there_or_impossible_is_unknown(change):
    gps = {tag: value for tag, value in {**NEW_YORK, **change}.items() if value is not None}
    photo = encoded(COLOURS, "JPEG", exif=exif_bytes(gps, "2024:05:31 10:00:00"))
    assert read_exif_sighting(photo) == Sighting(date=date(2024, 5, 31))


@pytest.mark.parametrize("kind", [1, 2, 7])  # bytes, text, undefined
def test_text_where_numbers_should_be_is_unknown(kind):
    exif = exif_bytes(NEW_YORK, "2024:05:31 10:00:00").tobytes()
    number = struct.pack(">HHL", GPS.GPSLatitude, 5, 3)
    assert exif.count(number) == 1
    start = exif.index(number)
    text = struct.pack(">HHL4s", GPS.GPSLatitude, kind, 3, b"123\0")
    photo = encoded(COLOURS, "JPEG", exif=exif[:start] + text + exif[start + len(text) :])
    assert read_exif_sighting(photo) == Sighting(date=date(2024, 5, 31))


@pytest.mark.parametrize(
    "taken", [None, "", "0000:00:00 00:00:00", "0001:01:01 00:00:00", "2024:02:30 10:00:00", "yesterday", b"\xff\xfe"]
)
def test_a_date_that_is_missing_or_impossible_is_unknown(taken):
    sighting = read_exif_sighting(encoded(COLOURS, "JPEG", exif=exif_bytes(NEW_YORK, taken)))
    assert sighting.date is None
    assert sighting.has_place


def test_southern_and_eastern_places_and_the_day_of_the_fix():
    gps = {
        GPS.GPSLatitudeRef: "S",
        GPS.GPSLatitude: (33.0, 30.0, 0.0),
        GPS.GPSLongitudeRef: "E",
        GPS.GPSLongitude: (180.0, 0.0, 0.0),
        GPS.GPSDateStamp: "2023:01:02",
    }
    sighting = read_exif_sighting(encoded(COLOURS, "JPEG", exif=exif_bytes(gps)))
    assert sighting == Sighting(180, -33.5, date(2023, 1, 2))


def test_without_exif_or_with_a_broken_one_nothing_is_known_and_the_picture_is_read():
    assert read_exif_sighting(encoded(COLOURS)) == NOTHING
    huge = b"Exif\0\0II*\0\x08\0\0\0" + b"\xff\xff" + bytes(range(256)) * 240
    for exif in (b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff", huge):
        for format in ("JPEG", "PNG", "WEBP"):
            photo = encoded(COLOURS, format, exif=exif)
            assert read_exif_sighting(photo) == NOTHING
            assert distance(read_photo(photo), COLOURS) < 6
    with pytest.raises(PhotoError):
        read_exif_sighting(b"no picture")
