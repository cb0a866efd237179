"""What is around a bird: a backdrop out of focus, and a branch, the ground or water to be on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

from train.plates.feathers import Plume, feather, smooth
from train.plates.layer import PLATE, Layer, Light, over, rgb
from train.plates.shapes import Points, blade, curve, limb


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
        for reach, count in ((150, 14), (70, 36)):
            for _ in range(count):
                _ellipse(image, rng, rng.uniform(0.3, 1) * reach, rng.choice(self.blots), rng.uniform(0.25, 0.7))
        image = image.filter(ImageFilter.GaussianBlur(self.blur))
        if self.twigs:
            for _ in range(7):
                start = np.array([rng.uniform(0, width), rng.choice([-20, height + 20])])
                end = np.array([rng.uniform(-0.2, 1.2) * width, rng.uniform(0.1, 0.9) * height])
                bent = (start + end) / 2 + rng.normal(0, 50, 2)
                shape = limb([start, bent, end], (rng.uniform(6, 16), 3))
                ImageDraw.Draw(image, "RGBA").polygon(
                    [tuple(p) for p in shape], fill=(*(int(255 * c) for c in rgb(self.twigs)), 110)
                )
            image = image.filter(ImageFilter.GaussianBlur(self.blur / 3))
        if self.lights:
            for _ in range(16):
                _ellipse(image, rng, rng.uniform(10, 26), self.lights, rng.uniform(0.08, 0.22), flat=1.0)
            image = image.filter(ImageFilter.GaussianBlur(2.5))
        return np.asarray(image.resize(size, Image.Resampling.BICUBIC), np.float32) / 255


def _ellipse(image: Image.Image, rng: np.random.Generator, reach: float, colour: str, alpha: float, flat=None) -> None:
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


@dataclass(frozen=True)
class Leaf:
    base: tuple[float, float]
    tip: tuple[float, float]
    width: float
    colour: str = "#5f7f3a"


@dataclass(frozen=True)
class Branch:
    """A branch with side twigs, leaves and, in winter, snow."""

    path: Points
    widths: tuple[float, ...] = (34, 30, 24)
    bark: str = "#6d5c4b"
    lichen: str | None = "#9aa38c"
    twigs: tuple[Points, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    snow: bool = False

    def behind(self, picture, bird, scale, light, rng):
        layer = Layer(scale)
        for twig in self.twigs:
            self._wood(layer, limb(twig, (0.4 * self.widths[-1], 0.15 * self.widths[-1])), rng)
        for leaf in self.leaves:
            paint_leaf(layer, leaf, rng)
        self._wood(layer, limb(self.path, self.widths), rng)
        if self.snow:
            self._snow(layer, rng)
        reach = ndimage.gaussian_filter(np.roll(bird[..., 3], round(14 * scale), 0), 7 * scale)
        layer.shade *= 1 - 0.5 * reach
        return over(picture, layer.lit(light))

    def before(self, picture, bird, scale, light, rng):
        return picture

    def _wood(self, layer: Layer, shape: NDArray, rng: np.random.Generator) -> None:
        line = curve(self.path)
        across, along = line[-1] - line[0]
        angle = np.arctan2(along, across)
        grain = _streaks(layer, angle, (1.3, 16), rng)
        knots = _streaks(layer, angle, (5, 12), rng)
        tone = 1 + 0.16 * grain + 0.14 * knots
        colour = rgb(self.bark) * tone[..., None]
        if self.lichen:
            spots = smooth(_streaks(layer, angle, (3, 4), rng) + 0.6 * knots, 1.1, 1.7)[..., None]
            colour = colour + 0.75 * spots * (rgb(self.lichen) - colour)
        layer.solid(shape, colour, depth=0.9, relief=layer.scale * (0.55 * grain + 1.2 * knots))

    def _snow(self, layer: Layer, rng: np.random.Generator) -> None:
        line = curve(self.path, samples=40)
        half = np.interp(np.linspace(0, 1, 40), np.linspace(0, 1, len(self.widths)), self.widths) / 2
        lumps = ndimage.gaussian_filter1d(rng.normal(0, 1, 40), 2) * 7
        top = line - np.column_stack([0 * half, half + 4 + np.clip(lumps, -3, 12)])
        bottom = line - np.column_stack([0 * half, 0.45 * half + np.clip(lumps[::-1], -6, 3)])
        layer.solid(np.vstack([curve(top), curve(bottom)[::-1]]), "#eef2f8", depth=0.8, soft=0.8)


def _streaks(layer: Layer, angle: float, lengths: tuple[float, float], rng: np.random.Generator) -> NDArray:
    """Noise of deviation 1, stretched along an angle; `lengths` across and along it in plate units."""
    side = 512
    texture = ndimage.gaussian_filter(rng.normal(size=(side, side)), lengths, mode="wrap")
    texture /= texture.std()
    y, x = np.mgrid[: layer.size[1], : layer.size[0]] / layer.scale
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    return ndimage.map_coordinates(texture, [across, along], order=1, mode="grid-wrap").astype(np.float32)


def paint_leaf(layer: Layer, leaf: Leaf, rng: np.random.Generator) -> None:
    base, tip = np.array(leaf.base, float), np.array(leaf.tip, float)
    side = (tip - base)[::-1] * (-1, 1) / np.hypot(*(tip - base)) * leaf.width / 2
    middle = (base + tip) / 2
    layer.mould(blade([base, middle + side, tip], [base, middle - side, tip]), 0.35)
    plume = Plume(leaf.colour, inner=None, loose=0.0, bluntness=1.6, jitter=0.12, gloss=0.12)
    feather(layer, base, tip, leaf.width, plume, rng, bow=rng.normal(0, 0.04), relief=1.5, shadow=0.2)


@dataclass(frozen=True)
class Meadow:
    """Short grass, from `level` down; blades rise before the feet."""

    level: float
    colours: tuple[str, ...] = ("#5f7a35", "#78924a", "#8a9a55", "#4d662c")
    height: float = 60

    def behind(self, picture, bird, scale, light, rng):
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

    def before(self, picture, bird, scale, light, rng):
        for depth, blur in ((42, 0.3), (90, 1.5), (150, 4.0)):
            lit = self._blades(self.level + depth, 90, scale, rng).lit(light)
            picture = over(picture, ndimage.gaussian_filter(lit, (blur * scale, blur * scale, 0)))
        return picture

    def _blades(self, level: float, count: int, scale: float, rng: np.random.Generator) -> Layer:
        layer = Layer(scale)
        for _ in range(count):
            base = np.array([rng.uniform(-20, PLATE[0] + 20), level + rng.uniform(0, 30)])
            tip = base + (rng.normal(0, 0.35), -1) * self.height * rng.uniform(0.4, 1.1)
            plume = Plume(str(rng.choice(self.colours)), loose=0.0, bluntness=1.3, jitter=0.15)
            feather(layer, base, tip, rng.uniform(3, 6), plume, rng, bow=rng.normal(0, 0.12), relief=1.0)
        return layer


@dataclass(frozen=True)
class Water:
    """Still water from `level` down at the horizon; it mirrors the bird below `surface`, where it swims or wades."""

    level: float
    surface: float
    near: str = "#46585f"
    far: str = "#93a59b"
    clear: bool = False

    def _shifted(self, image: NDArray, scale: float, rng: np.random.Generator) -> NDArray:
        """`image` mirrored at the surface and shaken by ripples."""
        height, width = image.shape[:2]
        y, x = np.mgrid[:height, :width].astype(np.float32)
        depth = np.clip(y / scale - self.surface, 0, None)
        ripple = _ripples(height, width, scale, rng)
        rows = 2 * self.surface * scale - y + ripple * scale * (1.5 + 0.05 * depth)
        columns = x + ripple * scale * (1.5 + 0.035 * depth)
        return np.dstack([
            ndimage.map_coordinates(image[..., band], [rows, columns], order=1, mode="nearest")
            for band in range(image.shape[2])
        ])  # fmt: skip

    def behind(self, picture, bird, scale, light, rng):
        height, width = picture.shape[:2]
        rows = np.arange(height)[:, None, None] / scale
        share = np.clip((rows - self.level) / (PLATE[1] - self.level), 0, 1)
        ripple = _ripples(height, width, scale, rng)[..., None]
        water = rgb(self.far) * (1 - share) + rgb(self.near) * share
        water = np.clip(water + (0.035 + 0.03 * share) * ripple * rgb(light.sky), 0, 1)
        picture = picture + smooth(rows, self.level - 8, self.level + 8) * (water - picture)
        mirrored = self._shifted(bird, scale, rng)
        mirrored[..., 3] *= np.where(rows[..., 0] > self.surface, 0.62, 0)
        mirrored[..., :3] *= 0.8
        blur = 1.2 * scale
        return over(picture, ndimage.gaussian_filter(mirrored, (blur, 1.5 * blur, 0)))

    def before(self, picture, bird, scale, light, rng):
        """A bright line where the water meets the body."""
        alpha = ndimage.gaussian_filter(bird[..., 3], (0, 10 * scale))
        rows = np.arange(picture.shape[0])[:, None] / scale
        wave = 1.2 * np.sin(np.arange(picture.shape[1]) / scale / 9)
        line = np.exp(-(((rows - self.surface - wave) / 1.3) ** 2)) * alpha
        return picture + 0.45 * line[..., None] * (rgb(light.sky) - picture)


def _ripples(height: int, width: int, scale: float, rng: np.random.Generator) -> NDArray:
    """Waves seen flat, wider towards the viewer: noise of deviation 1."""
    noise = sum(
        ndimage.gaussian_filter(rng.normal(size=(height, width)), (size * scale, 9 * size * scale)) * size
        for size in (1.5, 3.5)
    )
    return (noise / noise.std()).astype(np.float32)


