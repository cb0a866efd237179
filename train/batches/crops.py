"""Photos of a step as random crops in bytes; colours and numbers are made of them where the network runs.

A process that decodes does what only it can do: it reads a JPEG at the half, quarter or eighth that its crop still
fills the network with, and gives a quarter of the bytes that numbers would take. The rest is arithmetic over a batch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from crossclip.model import CrossClipConfig
from crossclip.photos.pixels import photo_normal
from crossclip.photos.reading import open_photo, read_photo
from train.batches.photos import PhotoSet
from train.tables.rows import Rows
from train.tables.stored import stored

RATIOS = (3 / 4, 4 / 3)
TRIES = 10
GREY = (0.2989, 0.587, 0.114)


@dataclass(frozen=True)
class Finish:
    """The rest of the augmentation: brightness, contrast and saturation, then normalising.

    Attributes:
        mean, std: of the network's pixels.
        colour: each of the three changes by up to this part.
    """

    mean: tuple[float, ...]
    std: tuple[float, ...]
    colour: float = 0.2

    def __call__(self, crops: Tensor, drawn: Tensor | None = None) -> Tensor:
        """Float pixels (N, 3, H, W) of uint8 ones.

        Args:
            drawn: (N, 3) from 0 to 1, what colours change by; none for as they are.
        """
        if drawn is None:
            return photo_normal(self.mean, self.std)(crops)
        pixels = crops.float() / 255
        factors = 1 + self.colour * (2 * drawn.to(pixels) - 1)
        brightness, contrast, saturation = (factor[:, None, None, None] for factor in factors.unbind(1))
        weights = pixels.new_tensor(GREY)[None, :, None, None]
        pixels = (pixels * brightness).clamp_(0, 1)
        mean = (pixels * weights).sum(1, keepdim=True).mean((2, 3), keepdim=True)
        pixels = (mean + contrast * (pixels - mean)).clamp_(0, 1)
        grey = (pixels * weights).sum(1, keepdim=True)
        pixels = (grey + saturation * (pixels - grey)).clamp_(0, 1)
        shift, scale = (pixels.new_tensor(values)[None, :, None, None] for values in (self.mean, self.std))
        return (pixels - shift) / scale


class Crops(PhotoSet):
    """Random resized crops (3, size, size), uint8, flipped or not, of rows' photos; each has its own seed.

    Args:
        smallest: part of the picture's area that a crop has at least.
    """

    def __init__(self, rows: Rows, config: CrossClipConfig, smallest: float = 0.35) -> None:
        self.rows, self.size, self.smallest = rows, config.photo_size, smallest
        self.finish = Finish(config.photo_mean, config.photo_std)

    def __getitem__(self, item: tuple[int, int]) -> tuple[int, Tensor]:
        row, seed = item
        draws = np.random.default_rng(seed)
        source = stored(str(self.rows.photos[row]))
        with open_photo(source) as image:
            width, height = image.size
        left, top, wide, high = random_box(draws, width, height, self.smallest)
        enough = min(1.0, self.size / min(wide, high))  # of the picture's own size, for the crop to fill the network
        picture = read_photo(source, side=math.ceil(min(width, height) * enough))
        x, y = picture.width / width, picture.height / height
        if (picture.width > picture.height) != (width > height):  # it was lying on its side
            left, top, wide, high = top, left, high, wide
            x, y = picture.width / height, picture.height / width
        box = (left * x, top * y, min((left + wide) * x, picture.width), min((top + high) * y, picture.height))
        crop = picture.resize((self.size, self.size), Image.Resampling.BILINEAR, box=box)
        if draws.random() < 0.5:
            crop = crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        return row, torch.from_numpy(np.array(crop)).permute(2, 0, 1)


def random_box(draws: np.random.Generator, width: int, height: int, smallest: float) -> tuple[int, int, int, int]:
    """Left, top, width and height of a crop, as `torchvision.transforms.v2.RandomResizedCrop` draws it."""
    for _ in range(TRIES):
        area = draws.uniform(smallest, 1.0) * width * height
        low, high = map(math.log, RATIOS)
        ratio = math.exp(draws.uniform(low, high))
        wide, tall = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if 0 < wide <= width and 0 < tall <= height:
            return int(draws.integers(width - wide + 1)), int(draws.integers(height - tall + 1)), wide, tall
    wide = min(width, round(height * RATIOS[1]))
    tall = min(height, round(width / RATIOS[0]))
    return (width - wide) // 2, (height - tall) // 2, wide, tall


def finished(photos: PhotoSet, seen: Tensor) -> Tensor:
    """What a network takes of what a set gives, without any change of colours."""
    return photos.finish(seen) if isinstance(photos, Crops) else seen
