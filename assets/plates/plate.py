"""A plate: one bird in its surroundings, where and when it could have been seen, and the finished picture."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage

from assets.plates.bird import Bird
from assets.plates.layer import PLATE, Layer, Light, over
from assets.plates.painting import paint_bird
from assets.plates.scenery import Backdrop, Setting
from crossclip.sighting import Sighting

DAYLIGHT = Light()
GRAIN = 0.006  # deviation of the noise that a photo would have


@dataclass(frozen=True)
class Plate:
    """`name` is the file's; `plumage` says which dress the bird wears; `mirrored` turns it to the right."""

    name: str
    species: str
    plumage: str
    sighting: Sighting
    bird: Bird
    setting: Setting
    backdrop: Backdrop
    light: Light = DAYLIGHT
    mirrored: bool = False

    @property
    def title(self) -> str:
        return f"{self.species}, {self.plumage}"

    def draw(self, scale: float = 2.0) -> Image.Image:
        """The picture, painted at `scale` pixels a plate unit and reduced to one; the same every time."""
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        layer = Layer(scale)
        paint_bird(self.bird, layer, rng)
        bird = layer.lit(self.light)
        picture = self.backdrop.draw(layer.size, rng)
        picture = self.setting.behind(picture, bird, scale, self.light, rng)
        picture = over(picture, bird)
        picture = self.setting.before(picture, bird, scale, self.light, rng)
        painted = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
        pixels = np.asarray(painted.resize(PLATE, Image.Resampling.LANCZOS), np.float32) / 255
        pixels = ndimage.gaussian_filter(pixels, (0.35, 0.35, 0)) + rng.normal(0, GRAIN, (*pixels.shape[:2], 1))
        pixels = (np.clip(pixels, 0, 1) * 255).astype(np.uint8)
        return Image.fromarray(pixels[:, ::-1] if self.mirrored else pixels)
