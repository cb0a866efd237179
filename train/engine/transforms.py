"""Photo augmentation for training (the evaluation transform belongs to the model: `crossclip.photo`)."""

from __future__ import annotations

from collections.abc import Callable

import torch
from PIL import Image
from torch import Tensor
from torchvision.transforms import v2

from crossclip.model import CrossClipConfig


def training_transform(config: CrossClipConfig, smallest: float = 0.35) -> Callable[[Image.Image], Tensor]:
    """Random resized crop (at least `smallest` of the area), flip and a little colour, then as in evaluation."""
    return v2.Compose(
        [
            v2.RandomResizedCrop(config.photo_size, scale=(smallest, 1.0)),
            v2.RandomHorizontalFlip(),
            v2.ColorJitter(0.2, 0.2, 0.2),
            v2.ToImage(),
            v2.ToDtype(torch.float32, scale=True),
            v2.Normalize(config.photo_mean, config.photo_std),
        ]
    )
