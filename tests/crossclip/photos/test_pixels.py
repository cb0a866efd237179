"""Pixels are the same numbers, whether they are made in one go or as bytes first."""

import numpy as np
import torch
from PIL import Image

from crossclip.photos.pixels import photo_crop, photo_normal, photo_transform


def test_cropped_bytes_normalised_together_are_the_very_pixels_of_each_photo():
    random = np.random.default_rng(0)
    pictures = [Image.fromarray(random.integers(0, 255, (60, 50 + 9 * i, 3), dtype=np.uint8)) for i in range(3)]
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    crop, normal = photo_crop(36, 32), photo_normal(mean, std)
    whole = torch.stack([photo_transform(36, 32, mean, std)(picture) for picture in pictures])
    assert torch.equal(normal(torch.stack([crop(picture) for picture in pictures])), whole)
