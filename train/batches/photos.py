"""Photos of rows as a step takes them: augmented pixels, or features that were computed before.

The evaluation transform belongs to the model: `crossclip.photos.reading`.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import Dataset
from torchvision.transforms import v2

from crossclip.model import CrossClipConfig
from crossclip.photos.reading import read_photo
from train.tables.rows import Rows
from train.tables.stored import stored

PhotoSet = Dataset[tuple[int, Tensor]]
"""From a row and the seed of its augmentation, (row, seed), to the row and what its photo looks like to a network."""


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


class Photos(PhotoSet):
    """Pixels of rows, each augmented by its own seed."""

    def __init__(self, rows: Rows, transform: Callable[[Image.Image], Tensor]) -> None:
        self.rows, self.transform = rows, transform

    def __getitem__(self, item: tuple[int, int]) -> tuple[int, Tensor]:
        row, seed = item
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return row, self.transform(read_photo(stored(self.rows.photos[row])))


class PhotoFeatures(PhotoSet):
    """What a locked photo encoder, or its locked first blocks, made of augmented photos, computed once,
    (views, photo rows, ...); a random view a time."""

    def __init__(self, rows: Rows, features: Tensor) -> None:
        self.position, self.features = rows.has_photo.cumsum(0) - 1, features

    def __getitem__(self, item: tuple[int, int]) -> tuple[int, Tensor]:
        row, seed = item
        return row, self.features[seed % len(self.features), self.position[row]].float()
