"""What is around a bird: a backdrop out of focus, and the setting it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from assets.plates.layer import PLATE, Light, rgb
from assets.plates.shapes import limb


@dataclass(frozen=True)
class Backdrop:
    """Far things, out of focus: a gradient from top to bottom, blots of colour on it, and discs of light."""

    top: str
    bottom: str
    blots: tuple[str, ...]
    lights: str | None = None
    twigs: str | None = None
    blur: float = 20

    def draw(self, size: tuple[int, int], rng: np.random.Generator) -> NDArray:
        """The backdrop (height, width, 3)."""
        width, height = PLATE
        fall = np.linspace(0, 1, height)[:, None, None] * np.ones((1, width, 1))
        ground = rgb(self.top) * (1 - fall) + rgb(self.bottom) * fall
        image = Image.fromarray((ground * 255).astype(np.uint8))
        for reach, count in ((150, 14), (70, 40), (34, 50)):
            for _ in range(count):
                _ellipse(image, rng, rng.uniform(0.3, 1) * reach, rng.choice(self.blots), rng.uniform(0.25, 0.7))
        image = image.filter(ImageFilter.GaussianBlur(self.blur))
        if self.twigs:
            for _ in range(5):
                start = np.array([rng.uniform(0, width), rng.choice([-20, height + 20])])
                end = np.array([rng.uniform(-0.2, 1.2) * width, rng.uniform(0.1, 0.9) * height])
                bent = (start + end) / 2 + rng.normal(0, 50, 2)
                shape = limb([start, bent, end], (rng.uniform(8, 20), 5))
                ImageDraw.Draw(image, "RGBA").polygon(
                    [tuple(p) for p in shape], fill=(*(int(255 * c) for c in rgb(self.twigs)), 80)
                )
            image = image.filter(ImageFilter.GaussianBlur(self.blur / 2.4))
        if self.lights:
            for _ in range(12):
                _ellipse(image, rng, rng.uniform(14, 38), self.lights, rng.uniform(0.05, 0.16), flat=1.0)
            image = image.filter(ImageFilter.GaussianBlur(3.5))
        return np.asarray(image.resize(size, Image.Resampling.BICUBIC), np.float32) / 255


def _ellipse(
    image: Image.Image, rng: np.random.Generator, reach: float, colour: str, alpha: float, flat: float | None = None
) -> None:
    x, y = rng.uniform(0, image.width), rng.uniform(0, image.height)
    tall = reach * (flat or rng.uniform(0.5, 1.3))
    tone = np.clip(rgb(colour) * rng.uniform(0.85, 1.15), 0, 1)
    ImageDraw.Draw(image, "RGBA").ellipse(
        (x - reach, y - tall, x + reach, y + tall), fill=(*(int(255 * c) for c in tone), int(255 * alpha))
    )


class Setting(Protocol):
    """Where the bird is. Both take the picture so far (height, width, 3) and the lit bird (height, width, 4)."""

    def behind(self, picture: NDArray, bird: NDArray, scale: float, light: Light, rng: np.random.Generator) -> NDArray:
        """The picture with all that the bird stands before."""

    def before(self, picture: NDArray, bird: NDArray, scale: float, light: Light, rng: np.random.Generator) -> NDArray:
        """The picture, bird included, with all that stands before the bird."""
