"""Pictures of every kind, HEIC among them, which iPhones take and Pillow does not read by itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

HEIF = "HEIF"


def open_picture(source: str | os.PathLike[str] | BinaryIO, formats: Sequence[str]) -> Image.Image:
    """`Image.open`, with HEIF among the formats; its reader is loaded only for a file that is none of the others.

    Raises:
        UnidentifiedImageError: if it is none of the formats; and whatever else Pillow raises.
    """
    try:
        return Image.open(source, formats=[name for name in formats if name != HEIF])
    except UnidentifiedImageError:
        if HEIF not in formats:
            raise
    _learn_heif()
    return Image.open(source, formats=[HEIF])


@cache
def _learn_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
