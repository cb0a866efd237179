"""Where and when a photo was taken, as its camera wrote it down: never guessed, never completed."""

from __future__ import annotations

import re
from datetime import date as Date
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from crossclip.photos.reading import PhotoSource, open_photo
from crossclip.sighting import Sighting

FIRST_PHOTOGRAPH = 1826  # earlier years are what a clock that was never set says


def read_exif_sighting(source: PhotoSource) -> Sighting:
    """Place and date from a picture's EXIF, each on its own; whatever is missing, half there or
    impossible is unknown.

    Raises:
        PhotoError: if the source is not a picture.
    """
    with open_photo(source) as image:
        position, camera = _directory(image, IFD.GPSInfo), _directory(image, IFD.Exif)
    # The day of the GPS fix is in universal time, the camera's is the day people saw the bird.
    taken = _day(camera.get(Base.DateTimeOriginal)) or _day(position.get(GPS.GPSDateStamp))
    longitude, latitude = _place(position)
    return Sighting(longitude, latitude, taken)


def _directory(image: Image.Image, directory: IFD) -> dict[int, Any]:
    try:
        return dict(image.getexif().get_ifd(directory))
    except Exception:  # broken EXIF raises nearly anything; all of it means unknown
        return {}


def _place(position: dict[int, Any]) -> tuple[float, float] | tuple[None, None]:
    """Longitude and latitude in degrees, both or neither."""
    longitude = _degrees(position.get(GPS.GPSLongitude), position.get(GPS.GPSLongitudeRef), "EW", 180)
    latitude = _degrees(position.get(GPS.GPSLatitude), position.get(GPS.GPSLatitudeRef), "NS", 90)
    # Receivers write zeros before they know where they are.
    if longitude is None or latitude is None or longitude == latitude == 0:
        return None, None
    return longitude, latitude


def _degrees(parts: Any, reference: Any, hemispheres: str, limit: int) -> float | None:
    """Signed degrees from degrees, minutes, seconds and the letter of a hemisphere."""
    if not isinstance(parts, tuple):
        return None
    try:
        degrees, minutes, seconds = (float(part + 0) for part in parts)  # text plus 0 is a TypeError
        sign = {hemispheres[0]: 1, hemispheres[1]: -1}[reference.strip("\0 ").upper()]
    except (TypeError, ValueError, AttributeError, ArithmeticError, LookupError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    sound = degrees >= 0 and 0 <= minutes <= 60 and 0 <= seconds <= 60 and value <= limit  # False for NaN
    return sign * value if sound else None


def _day(text: Any) -> Date | None:
    found = re.match(r"(\d{4})[:-](\d\d)[:-](\d\d)", text) if isinstance(text, str) else None
    try:
        day = Date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and day.year >= FIRST_PHOTOGRAPH else None
