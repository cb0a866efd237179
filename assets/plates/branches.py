"""A branch to perch on, with its twigs, leaves and snow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from assets.plates.feathers import Plume, feather, smooth
from assets.plates.layer import Layer, Light, over, rgb
from assets.plates.shapes import Points, blade, curve, limb


@dataclass(frozen=True)
class Leaf:
    base: tuple[float, float]
    tip: tuple[float, float]
    width: float
    colour: str = "#5f7f3a"


@dataclass(frozen=True)
class Twig:
    """A side twig with `count` leaves about `length` long, on alternate sides, the last at its tip."""

    start: tuple[float, float]
    end: tuple[float, float]
    length: float
    count: int
    colour: str = "#5f7f3a"

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        start, end = np.array(self.start, float), np.array(self.end, float)
        along = (end - start) / np.hypot(*(end - start))
        leaves = []
        for number, share in enumerate(np.linspace(0.25, 1, self.count)):
            turn = 0 if number == self.count - 1 else (-1) ** number * (0.95 - 0.2 * share)
            way = np.array(
                [along[0] * np.cos(turn) - along[1] * np.sin(turn), along[0] * np.sin(turn) + along[1] * np.cos(turn)]
            )
            base = start + share * (end - start)
            size = self.length * (1.05 - 0.25 * share)
            leaves.append(Leaf(tuple(base), tuple(base + size * way), 0.42 * size, self.colour))
        return tuple(leaves)


@dataclass(frozen=True)
class Branch:
    """A branch with side twigs, leaves beside it and, in winter, snow; `rough` is how deep the bark is furrowed."""

    path: Points
    widths: tuple[float, ...] = (34, 30, 24)
    bark: str = "#6d5c4b"
    lichen: str | None = "#9aa38c"
    twigs: tuple[Twig, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    snow: bool = False
    rough: float = 1.0

    def behind(self, picture: NDArray, bird: NDArray, scale: float, light: Light, rng: np.random.Generator) -> NDArray:
        layer = Layer(scale)
        for twig in self.twigs:
            self._wood(layer, limb([twig.start, twig.end], (0.4 * self.widths[-1], 0.15 * self.widths[-1])), rng)
        for leaf in (*(leaf for twig in self.twigs for leaf in twig.leaves), *self.leaves):
            paint_leaf(layer, leaf, rng)
        self._wood(layer, limb(self.path, self.widths), rng)
        if self.snow:
            self._snow(layer, rng)
        reach = ndimage.gaussian_filter(np.roll(bird[..., 3], round(14 * scale), 0), 7 * scale)
        layer.shade *= 1 - 0.5 * reach
        return over(picture, layer.lit(light))

    def before(self, picture: NDArray, bird: NDArray, scale: float, light: Light, rng: np.random.Generator) -> NDArray:
        return picture

    def _wood(self, layer: Layer, shape: NDArray, rng: np.random.Generator) -> None:
        line = curve(self.path)
        across, along = line[-1] - line[0]
        angle = np.arctan2(along, across)
        grain = _streaks(layer, angle, (1.3, 16), rng)
        knots = _streaks(layer, angle, (5, 12), rng)
        tone = 1 + self.rough * (0.10 * grain + 0.12 * knots)
        colour = rgb(self.bark) * tone[..., None]
        if self.lichen:
            spots = smooth(_streaks(layer, angle, (3, 4), rng) + 0.6 * knots, 1.1, 1.7)[..., None]
            colour = colour + 0.75 * spots * (rgb(self.lichen) - colour)
        layer.solid(shape, colour, depth=0.9, relief=layer.scale * self.rough * (0.5 * grain + 1.2 * knots))

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
    layer.mould(blade([base, middle + side, tip], [base, middle - side, tip]), 0.06)
    plume = Plume(leaf.colour, loose=0.0, bluntness=1.5, jitter=0.14, gloss=0.06)
    feather(layer, base, tip, leaf.width, plume, rng, bow=rng.normal(0, 0.06), relief=0.5, shadow=0.2)
