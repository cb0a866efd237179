"""Grass to stand in, and water to swim or wade in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from assets.plates.feathers import Plume, feather, smooth
from assets.plates.layer import PLATE, Layer, Light, over, rgb


@dataclass(frozen=True)
class Meadow:
    """Short grass, from `level` down; blades rise before the feet."""

    level: float
    colours: tuple[str, ...] = ("#5f7a35", "#78924a", "#8a9a55", "#4d662c")
    height: float = 60

    def behind(self, picture: NDArray, bird: NDArray, scale: float, light: Light, rng: np.random.Generator) -> NDArray:
        rows = np.arange(picture.shape[0])[:, None, None] / scale
        ground = smooth(rows, self.level - 60, self.level + 30)
        picture = picture + ground * (rgb(self.colours[0]) * 0.75 - picture)
        for depth in np.linspace(0, 1, 5):
            layer = self._blades(self.level - 26 + 45 * depth, 130, scale, rng)
            lit = layer.lit(light)
            blur = (4 - 3.2 * depth) * scale
            picture = over(picture, ndimage.gaussian_filter(lit, (blur, blur, 0)))
        shadow = ndimage.gaussian_filter(np.roll(bird[..., 3], round(24 * scale), 0), (6 * scale, 16 * scale))
        return picture * (1 - 0.4 * ground * shadow[..., None])

    def before(self, picture: NDArray, bird: NDArray, scale: float, light: Light, rng: np.random.Generator) -> NDArray:
        for depth, blur in ((42, 0.3), (90, 1.5), (150, 4.0)):
            lit = self._blades(self.level + depth, 90, scale, rng).lit(light)
            picture = over(picture, ndimage.gaussian_filter(lit, (blur * scale, blur * scale, 0)))
        return picture

    def _blades(self, level: float, count: int, scale: float, rng: np.random.Generator) -> Layer:
        layer = Layer(scale)
        for _ in range(count):
            base = np.array([rng.uniform(-20, PLATE[0] + 20), level + rng.uniform(0, 30)])
            tip = base + np.array([rng.normal(0, 0.35), -1]) * self.height * rng.uniform(0.4, 1.1)
            plume = Plume(str(rng.choice(self.colours)), loose=0.0, bluntness=1.3, jitter=0.15)
            feather(layer, base, tip, rng.uniform(3, 6), plume, rng, bow=rng.normal(0, 0.12), relief=1.0)
        return layer


@dataclass(frozen=True)
class Water:
    """Still water from `level` down at the horizon; it mirrors the bird below `surface`, where it swims or wades."""

    level: float
    surface: float
    colour: str = "#3f5058"

    def _mirrored(self, image: NDArray, level: float, ripple: NDArray, scale: float) -> NDArray:
        """`image` mirrored at a level and shaken by ripples."""
        y, x = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
        depth = np.clip(y / scale - level, 0, None)
        rows = 2 * level * scale - y + ripple * scale * (1.5 + 0.05 * depth)
        columns = x + ripple * scale * (1.5 + 0.035 * depth)
        return np.dstack(
            [
                ndimage.map_coordinates(image[..., band], [rows, columns], order=1, mode="nearest")
                for band in range(image.shape[2])
            ]
        )

    def behind(self, picture: NDArray, bird: NDArray, scale: float, light: Light, rng: np.random.Generator) -> NDArray:
        rows = np.arange(picture.shape[0])[:, None, None] / scale
        share = np.clip((rows - self.level) / (PLATE[1] - self.level), 0, 1)
        ripple = _ripples(picture.shape[:2], scale, rng)
        water = 0.9 * self._mirrored(picture, self.level, ripple, scale)
        water += (0.15 + 0.6 * share) * (rgb(self.colour) - water)
        water += (0.02 + 0.03 * share) * ripple[..., None] * rgb(light.sky)
        picture = picture + smooth(rows, self.level - 5, self.level + 12) * (water - picture)
        mirrored = self._mirrored(bird, self.surface, ripple, scale)
        mirrored[..., 3] *= np.where(rows[..., 0] > self.surface, 0.7, 0)
        mirrored[..., :3] *= 0.75
        return over(picture, ndimage.gaussian_filter(mirrored, (1.2 * scale, 1.6 * scale, 0)))

    def before(self, picture: NDArray, bird: NDArray, scale: float, light: Light, rng: np.random.Generator) -> NDArray:
        """A bright line where the water meets the body."""
        alpha = ndimage.gaussian_filter(bird[..., 3], (0, 10 * scale))
        rows = np.arange(picture.shape[0])[:, None] / scale
        wave = 1.2 * np.sin(np.arange(picture.shape[1]) / scale / 9)
        line = np.exp(-(((rows - self.surface - wave) / 1.3) ** 2)) * alpha
        return picture + 0.45 * line[..., None] * (rgb(light.sky) - picture)


def _ripples(shape: tuple[int, int], scale: float, rng: np.random.Generator) -> NDArray:
    """Waves seen flat: noise of deviation 1."""
    noise = sum(
        ndimage.gaussian_filter(rng.normal(size=shape), (size * scale, 9 * size * scale)) * size for size in (1.5, 3.5)
    )
    return (noise / noise.std()).astype(np.float32)
