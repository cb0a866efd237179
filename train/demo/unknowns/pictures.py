"""Pictures of no bird: corners of photos, which are mostly foliage, water and sky, and pictures that are made here.

No photographs of ordinary things were to be had, so how well a cat or a car is told is not measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from PIL import Image, ImageDraw

from crossclip.photos.reading import read_photo

SIDE = 256  # pixels


def corners(photos: list[str], random: np.random.Generator) -> Iterator[Image.Image]:
    """A corner of each photo, a quarter of its side: seldom does a bird reach into it."""
    for photo in photos:
        picture = read_photo(photo)
        side = min(picture.size) // 4
        left, top = (random.choice([0, extent - side]) for extent in picture.size)
        yield picture.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def clouds(random: np.random.Generator, steepness: float) -> Iterator[Image.Image]:
    """Coloured noise with the spectrum of natural pictures: power falls with frequency (Field 1987)."""
    frequency = np.hypot(*np.meshgrid(*[np.fft.fftfreq(SIDE)] * 2))
    frequency[0, 0] = 1
    while True:
        spectrum = np.fft.fft2(random.normal(size=(3, SIDE, SIDE))) / frequency**steepness
        channels = np.tensordot(random.random((3, 3)), np.fft.ifft2(spectrum).real, axes=1)
        channels = (channels - channels.min()) / np.ptp(channels)
        yield Image.fromarray((255 * channels).astype(np.uint8).transpose(1, 2, 0).copy())


def shapes(random: np.random.Generator) -> Iterator[Image.Image]:
    """Plain ellipses and rectangles on a plain ground."""
    while True:
        picture = Image.new("RGB", (SIDE, SIDE), tuple(random.integers(256, size=3)))
        draw = ImageDraw.Draw(picture)
        for _ in range(random.integers(3, 15)):
            box = np.sort(random.integers(SIDE, size=(2, 2)), axis=0).ravel().tolist()
            paint = draw.ellipse if random.random() < 0.5 else draw.rectangle
            paint(box, fill=tuple(random.integers(256, size=3)))
        yield picture


def pages(random: np.random.Generator) -> Iterator[Image.Image]:
    """Pages of words that mean nothing."""
    letters = np.array(list("aaabcdeeeefghiijklmnnooprrssttuvwy"))
    while True:
        picture = Image.new("RGB", (SIDE, SIDE), "white")
        draw = ImageDraw.Draw(picture)
        for top in range(8, SIDE - 8, 14):
            words = ("".join(random.choice(letters, random.integers(2, 9))) for _ in range(8))
            draw.text((8, top), " ".join(words), fill="black")
        yield picture


def no_birds(photos: list[str], count: int) -> dict[str, list[Image.Image]]:
    """So many pictures of each kind, the same at every run; corners of the first of the photos."""
    random = np.random.default_rng(0)
    return {
        "corners": list(corners(photos[:count], random)),
        "clouds": [*islice(clouds(random, 1.0), count // 2), *islice(clouds(random, 1.6), count // 2)],
        "shapes": list(islice(shapes(random), count)),
        "pages": list(islice(pages(random), count)),
    }
