"""A layer of paint with a surface: colour, cover, slope and gloss, lit all at once by a sun and a sky."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor
from scipy import ndimage

from assets.plates.shapes import mask, roundness

PLATE = (800, 600)  # width and height in plate units: one pixel of the finished picture each


def rgb(colour: str) -> NDArray:
    """A colour by name or "#rrggbb" as three numbers in [0, 1]."""
    return np.array(ImageColor.getrgb(colour), np.float32) / 255


@dataclass(frozen=True)
class Light:
    """Where light comes from and its colour: `sun` as a direction (right, down, towards the eye)."""

    sun: tuple[float, float, float] = (-0.45, -0.72, 0.53)
    sunlight: str = "#fff3da"
    sky: str = "#c3d3e6"
    ground: str = "#8d8468"


class Layer:
    """One depth of the picture. All that is painted keeps its surface until `lit`.

    Attributes:
        colour: (height, width, 3); alpha: (height, width), both in [0, 1].
        slope: (2, height, width), how the form falls in y and x.
        relief: (height, width), small heights on top of the form, in pixels.
        gloss: (height, width), how much of a highlight there is.
        shade: (height, width), light that others leave; 1 is all of it.
    """

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.size = (round(PLATE[0] * scale), round(PLATE[1] * scale))
        shape = self.size[::-1]
        self.colour = np.zeros((*shape, 3), np.float32)
        self.alpha = np.zeros(shape, np.float32)
        self.slope = np.zeros((2, *shape), np.float32)
        self.relief = np.zeros(shape, np.float32)
        self.gloss = np.zeros(shape, np.float32)
        self.shade = np.ones(shape, np.float32)

    def window(self, shape: NDArray, margin: float = 0) -> tuple[slice, slice]:
        """The pixels around a polygon in plate units."""
        low = np.floor((shape.min(0) - margin) * self.scale).astype(int).clip(0)
        high = np.ceil((shape.max(0) + margin) * self.scale).astype(int).clip(0)
        return np.s_[low[1] : high[1], low[0] : high[0]]

    def mask(self, shape: NDArray, soft: float, window: tuple[slice, slice] = np.s_[:, :]) -> NDArray:
        """Coverage of a polygon in plate units within a window, its edge blurred by `soft` units."""
        return ndimage.gaussian_filter(mask(shape, self.size, self.scale)[window], soft * self.scale)

    def mould(self, shape: NDArray, depth: float, keep: float = 0.0, soft: float = 1.5) -> None:
        """Give the surface under a shape the form of a cushion; `keep` is how much of the old form stays.

        Where there is no paint yet the form goes on as at its edge, for feathers that stand out from it.
        """
        window = self.window(shape, 40)
        covered = mask(shape, self.size, self.scale)[window]
        height = ndimage.gaussian_filter(roundness(covered) * depth, soft * self.scale)
        slope = np.array(np.gradient(height))
        inner = ndimage.binary_erosion(covered > 0.5, iterations=max(1, round(soft * self.scale)))
        if not inner.any():
            inner = covered > 0.5
        if not inner.any():
            return
        nearest = ndimage.distance_transform_edt(~inner, return_distances=False, return_indices=True)
        weight = ndimage.gaussian_filter(covered, soft * self.scale)
        weight = np.maximum(weight, 1 - self.alpha[window])
        self.slope[:, *window] += weight * (slope[:, nearest[0], nearest[1]] + (keep - 1) * self.slope[:, *window])

    def cast(self, covered: NDArray, offset: tuple[float, float], soft: float, strength: float) -> None:
        """Let something that is about to be painted throw a soft shadow on what is there."""
        dx, dy = (round(value * self.scale) for value in offset)
        shadow = ndimage.gaussian_filter(np.roll(covered, (dy, dx), (0, 1)), soft * self.scale)
        self.shade *= 1 - strength * shadow

    def paint(
        self,
        window: tuple[slice, slice],
        cover: NDArray,
        colour: NDArray,
        relief: NDArray | float = 0.0,
        gloss: float = 0.0,
    ) -> None:
        """Lay colour (height, width, 3) or (3,) over a window with cover (height, width); lies in full light."""
        cover = cover.astype(np.float32)
        self.colour[window] += cover[..., None] * (colour - self.colour[window])
        for buffer, value in ((self.relief, relief), (self.gloss, gloss)):
            buffer[window] += cover * (value - buffer[window])
        self.alpha[window] += cover * (1 - self.alpha[window])
        self.shade[window] += cover * (1 - self.shade[window])

    def solid(
        self,
        shape: NDArray,
        colour: str | NDArray,
        depth: float = 1.0,
        gloss: float = 0.0,
        soft: float = 0.5,
        relief: NDArray | float = 0.0,
    ) -> None:
        """A rounded body of its own: a bill, a leg, a twig. Colour and relief may be given for every pixel."""
        window = self.window(shape, 4)
        self.mould(shape, depth, soft=0.6)
        colour = rgb(colour) if isinstance(colour, str) else colour
        self.paint(
            window,
            self.mask(shape, soft, window),
            colour[window] if colour.ndim == 3 else colour,
            relief[window] if isinstance(relief, np.ndarray) else relief,
            gloss,
        )

    def lit(self, light: Light) -> NDArray:
        """The picture (height, width, 4) in this light, straight alpha."""
        ridges = np.array(np.gradient(self.relief))
        normal = -(self.slope + ridges)
        length = np.sqrt(1 + (normal**2).sum(0))
        ny, nx, nz = normal[0] / length, normal[1] / length, 1 / length
        sun = np.array(light.sun) / np.linalg.norm(light.sun)
        facing = nx * sun[0] + ny * sun[1] + nz * sun[2]
        direct = np.clip((facing + 0.2) / 1.2, 0, None) * self.shade
        up = 0.5 - 0.5 * ny
        ambient = 0.55 + 0.45 * self.shade
        glow = (
            (1.02 * direct)[..., None] * rgb(light.sunlight)
            + (0.64 * up * ambient)[..., None] * rgb(light.sky)
            + (0.46 * (1 - up) * ambient)[..., None] * rgb(light.ground)
        )
        half = sun + np.array([0, 0, 1])
        half /= np.linalg.norm(half)
        mirror = np.clip(nx * half[0] + ny * half[1] + nz * half[2], 0, 1)
        shine = self.gloss * (0.7 * mirror**26 + 0.12 * mirror**5) * self.shade
        picture = self.colour * glow + shine[..., None] * rgb(light.sunlight)
        return np.dstack([np.clip(picture, 0, 1), self.alpha])


def over(below: NDArray, above: NDArray) -> NDArray:
    """A lit layer (height, width, 4) laid over a picture (height, width, 3)."""
    return below + above[..., 3:] * (above[..., :3] - below)
