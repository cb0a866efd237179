"""Pictures of each kind that the tests of reading them make, and what cameras write into them."""

import io
import struct
import zlib

import numpy as np
import pillow_heif
from PIL import ExifTags, Image

RAMP = np.tile(np.linspace(0, 255, 64).round().astype(np.uint8), (48, 1))
COLOURS = Image.fromarray(np.stack([RAMP, RAMP[:, ::-1], np.full_like(RAMP, 90)], axis=-1))
GPS, BASE = ExifTags.GPS, ExifTags.Base


def encoded(image: Image.Image, format: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    if format == "HEIF":
        pillow_heif.register_heif_opener()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def distance(image: Image.Image, expected: Image.Image) -> float:
    return float(np.abs(np.asarray(image, dtype=float) - np.asarray(expected.convert("RGB"), dtype=float)).mean())


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds hardly any pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def exif_bytes(gps: dict | None = None, taken: object = None, orientation: int | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif[BASE.Make] = "Maker"
    if orientation is not None:
        exif[BASE.Orientation] = orientation
    if gps is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    if taken is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[BASE.DateTimeOriginal] = taken
    return exif


NEW_YORK = {
    GPS.GPSLatitudeRef: "N",
    GPS.GPSLatitude: (40.0, 42.0, 36.0),
    GPS.GPSLongitudeRef: "W",
    GPS.GPSLongitude: (74.0, 0.0, 18.0),
}


def damaged(count: int) -> list[bytes]:
    """Pictures with a few bytes changed, most of them in their headers."""
    random = np.random.default_rng(0)
    exif = exif_bytes(NEW_YORK, "2024:05:31 07:00:00", 6).tobytes()
    sound = [encoded(COLOURS, format, exif=exif) for format in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")]
    pictures = []
    for number in range(count):
        content = bytearray(sound[number % len(sound)])
        for place in random.integers(2, min(len(content), 400), size=random.integers(1, 12)):
            content[place] = random.integers(256)
        pictures.append(bytes(content))
    return pictures
