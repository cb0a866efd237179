"""Photos in: any file a person may have, to upright RGB pictures."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Condition
from typing import BinaryIO

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from crossclip.errors import CrossClipError
from crossclip.photos.heif import HEIF, open_picture

PhotoSource = str | os.PathLike[str] | bytes | BinaryIO | Image.Image

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", HEIF)
NAMED = "JPEG, PNG, WebP, HEIC, GIF, BMP or TIFF"
MAX_PIXELS = 65_000_000  # the largest bird photographer's camera; 200 MB of RGB
TOO_LARGE = f"up to {MAX_PIXELS // 10**6} million pixels can be read, make it smaller"
MAX_ASPECT = 20  # resizing the shorter side of a thin strip would blow up the longer one
MAX_SCANS = 64  # of a progressive JPEG: cameras write about ten, and each one goes over the whole picture
MIN_SIDE = 16  # of a file: nobody can tell a bird in less, and a network would name one all the same
READ_SIDE = 640  # more than any torchvision network looks at, and enough for a screen

# Not `ImageOps.exif_transpose`: it writes the EXIF back, and fails when any tag of it is odd.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PhotoError(CrossClipError):
    """A picture that cannot be used; the message says why and what would be right."""


class PixelBudget:
    """Lets threads decode pictures at once only while the pictures' pixels stay within a sum, so that
    memory does too, however many people send photos."""

    def __init__(self, pixels: int) -> None:
        self._left = pixels
        self._freed = Condition()

    @contextmanager
    def spend(self, pixels: int) -> Iterator[None]:
        """Hold so many pixels of the budget, which must have as many; waits until they are free."""
        with self._freed:
            self._freed.wait_for(lambda: pixels <= self._left)
            self._left -= pixels
        try:
            yield
        finally:
            with self._freed:
                self._left += pixels
                self._freed.notify_all()


_decoding = PixelBudget(MAX_PIXELS)


def read_photo(source: PhotoSource, side: int = READ_SIDE) -> Image.Image:
    """An upright RGB picture from a file, bytes or an open picture.

    The content decides, not the file's name. Transparency is laid on white, of an animation the
    first frame is taken, 16-bit grey becomes 8-bit. Large pictures are reduced by a whole number
    while their shorter side stays at or above `side` pixels. No metadata travels along.

    Raises:
        PhotoError: if it is no picture in one of `FORMATS`, is damaged, has 32 bits a channel, or is larger than
            `MAX_PIXELS` or, as a file, smaller than `MIN_SIDE`, which is decided before the pixels are decoded.
    """
    with open_photo(source) as image:
        if image is not source:
            image.draft(None, (side, side))  # JPEG decodes at a half, quarter or eighth, much faster
        with _decoding.spend(image.width * image.height):
            image.load()
            turn = UPRIGHT.get(_orientation(image) or 1)
            picture = _to_rgb(image)
            factor = min(picture.size) // side
            picture = picture.reduce(factor) if factor > 1 else picture
        picture = picture if turn is None else picture.transpose(turn)
        picture.info.clear()
        return picture


@contextmanager
def open_photo(source: PhotoSource) -> Iterator[Image.Image]:
    """A picture of which only the header is read, of sensible size.

    Raises:
        PhotoError: for whatever goes wrong here or in the block that uses the picture.
    """
    name = os.fspath(source) if isinstance(source, str | os.PathLike) else "this file"
    if isinstance(source, bytes):
        source = io.BytesIO(source)
    try:
        # A picture that the caller opened stays open.
        opened = nullcontext(source) if isinstance(source, Image.Image) else open_picture(source, FORMATS)
        with opened as image:
            _check_size(name, image.size, MIN_SIDE if image is not source else 1)
            if image.mode in ("I", "F"):
                raise PhotoError(f"{name} has 32 bits a channel, which cannot be read: save it with 8 or 16")
            _check_scans(name, image)
            yield image
    except PhotoError:
        raise
    except UnidentifiedImageError:
        raise PhotoError(f"{name} is not a picture that can be read: use {NAMED}") from None
    except Image.DecompressionBombError:
        raise PhotoError(f"{name} is too large: {TOO_LARGE}") from None
    except FileNotFoundError:
        raise PhotoError(f"there is no file {name}") from None
    except IsADirectoryError:
        raise PhotoError(f"{name} is a folder: give a picture in it") from None
    except PermissionError:
        raise PhotoError(f"{name} may not be read by this user: change its permissions") from None
    # Hostile bytes raise nearly anything in Pillow: SyntaxError, struct.error, OverflowError, MemoryError, ...
    except Exception as error:
        raise PhotoError(f"{name} cannot be read: the picture is damaged, cut short or of an unusual kind") from error


def _check_size(name: str, size: tuple[int, int], smallest: int) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise PhotoError(f"{name} is {width} x {height} pixels: {TOO_LARGE}")
    if max(size) >= MAX_ASPECT * min(size):
        raise PhotoError(f"{name} is {width} x {height} pixels, too thin for a photo: crop it to the bird")
    if min(size) < smallest:
        raise PhotoError(f"{name} is {width} x {height} pixels, too few to tell a bird: give a larger picture")


def _check_scans(name: str, image: Image.Image) -> None:
    if image.format != "JPEG" or not image.info.get("progressive"):
        return
    file = getattr(image, "fp", None)
    if file is None:  # read already, as a picture that the caller opened may be
        return
    position = file.tell()
    file.seek(0)
    scans = file.read().count(b"\xff\xda")  # the marker cannot stand in the data of a scan
    file.seek(position)
    if scans > MAX_SCANS:
        raise PhotoError(f"{name} is built up in {scans} scans, more than {MAX_SCANS}: save it anew as a plain JPEG")


def _orientation(image: Image.Image) -> int | None:
    try:
        return image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # broken EXIF does not make the pixels worse
        return None


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):  # `convert` would clip at 255 instead of scaling
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image)
        return paper
    return image.convert("RGB")
