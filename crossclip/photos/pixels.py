"""From pictures to the pixels that a network takes: cropped as bytes, made into numbers where the network runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from torch import Tensor


def photo_crop(resize: int, size: int, interpolation: str = "bilinear") -> Callable[[Image.Image], Tensor]:
    """Resize the shorter side and crop the centre: PIL RGB to (3, size, size), uint8."""
    from torchvision.transforms import v2

    crop: Callable[[Image.Image], Tensor] = v2.Compose(
        [v2.Resize(resize, v2.InterpolationMode(interpolation)), v2.CenterCrop(size), v2.ToImage()]
    )
    return crop


def photo_normal(mean: tuple[float, ...], std: tuple[float, ...]) -> Callable[[Tensor], Tensor]:
    """From uint8 pixels (..., 3, H, W) to normalised float32, on whatever device they are."""
    import torch
    from torchvision.transforms import v2

    normal: Callable[[Tensor], Tensor] = v2.Compose([v2.ToDtype(torch.float32, scale=True), v2.Normalize(mean, std)])
    return normal


def photo_transform(
    resize: int, size: int, mean: tuple[float, ...], std: tuple[float, ...], interpolation: str = "bilinear"
) -> Callable[[Image.Image], Tensor]:
    """Crop and normalise: PIL RGB to (3, size, size), float32."""
    from torchvision.transforms import v2

    transform: Callable[[Image.Image], Tensor] = v2.Compose(
        [photo_crop(resize, size, interpolation), photo_normal(mean, std)]
    )
    return transform
