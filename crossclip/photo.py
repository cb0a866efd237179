"""Photos in: any file a person may have, to upright RGB pictures and to the pixels a network takes."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps
from torch import Tensor

from crossclip.errors import CrossClipError

PhotoSource = str | os.PathLike[str] | bytes | BinaryIO | Image.Image


class PhotoError(CrossClipError):
    """A picture that cannot be used; the message says why and what would be right."""


def read_photo(source: PhotoSource) -> Image.Image:
    """An upright RGB picture from a file, bytes or an open picture."""
    if isinstance(source, bytes):
        source = io.BytesIO(source)
    try:
        image = source if isinstance(source, Image.Image) else Image.open(source)
        return ImageOps.exif_transpose(image).convert("RGB")
    except OSError as error:
        name = Path(source).name if isinstance(source, str | os.PathLike) else "the picture"
        raise PhotoError(f"{name} cannot be read as a picture: {error}") from None


def photo_transform(
    resize: int, size: int, mean: tuple[float, ...], std: tuple[float, ...]
) -> Callable[[Image.Image], Tensor]:
    """Resize the shorter side, crop the centre, normalise: PIL RGB to (3, size, size) float32."""
    import torch
    from torchvision.transforms import v2

    return v2.Compose([
        v2.Resize(resize), v2.CenterCrop(size), v2.ToImage(),
        v2.ToDtype(torch.float32, scale=True), v2.Normalize(mean, std),
    ])
