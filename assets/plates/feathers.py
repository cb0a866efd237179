"""Feathers: how one is coloured, how one is painted, and the fan of them in a wing or a tail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets.plates.layer import Layer, rgb
from assets.plates.shapes import Points, curve


@dataclass(frozen=True)
class Plume:
    """How a feather is coloured. Sizes are shares of the feather's own length or half width.

    Attributes:
        colour: of the vane; inner: of the half towards the body, where it differs.
        edge, tip, streak, bars: colours of the fringe, the end, along the shaft, and across; None without.
        bar_count, bar_share: how many bars, and how much of the length they take.
        bluntness: 2 is pointed, 8 is square.
        loose: how far the barbs part at the end: 0 is a flight feather, 1 is down.
        gloss: of the surface.
        jitter: how much feathers of a kind differ in lightness.
    """

    colour: str
    inner: str | None = None
    edge: str | None = None
    edge_width: float = 0.25
    tip: str | None = None
    tip_length: float = 0.2
    streak: str | None = None
    streak_width: float = 0.35
    bars: str | None = None
    bar_count: int = 4
    bar_share: float = 0.45
    bluntness: float = 3.5
    loose: float = 0.6
    gloss: float = 0.0
    jitter: float = 0.035

    def but(self, **changes) -> Plume:
        return replace(self, **changes)


def smooth(value: NDArray, low: float | NDArray, high: float | NDArray) -> NDArray:
    """0 below `low`, 1 above `high`, a smooth step between."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)


def feather(
    layer: Layer,
    base: NDArray,
    tip: NDArray,
    width: float,
    plume: Plume,
    rng: np.random.Generator,
    colour: NDArray | None = None,
    bow: float = 0.0,
    relief: float = 0.6,
    shadow: float = 0.0,
) -> None:
    """Paint one feather from base to tip (plate units); `colour` (3,) in place of the plume's own."""
    scale = layer.scale
    base, tip, half = np.asarray(base) * scale, np.asarray(tip) * scale, max(width * scale / 2, 0.6)
    length = np.hypot(*(tip - base)) + 1e-6
    along = (tip - base) / length
    across = np.array([-along[1], along[0]])
    margin = half + abs(bow) * length + (6 * scale if shadow else 2)
    low = np.floor(np.minimum(base, tip) - margin).astype(int).clip(0)
    high = np.ceil(np.maximum(base, tip) + margin).astype(int).clip(max=layer.size)
    if (high <= low).any():
        return
    y, x = np.mgrid[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    x, y = x - base[0], y - base[1]
    u = (x * along[0] + y * along[1]) / length
    v = (x * across[0] + y * across[1]) / half - 4 * bow * length / half * u * (1 - u)
    phase = rng.random() * 6.28
    barbs = np.sin(v * (5 + 2.5 * plume.loose * half / scale) * (1.6 - 0.6 * u) + phase + 2 * np.sin(3.1 * v + phase))
    reach = 1 - plume.loose * (0.16 + 0.14 * barbs)  # where each barb ends
    inside = np.clip(u, 0, 1)
    profile = np.sqrt(np.clip(inside / 0.18, 0, 1)) * np.clip(1 - (inside / reach) ** plume.bluntness, 0, 1) ** 0.5
    window = np.s_[low[1] : high[1], low[0] : high[0]]
    if shadow:
        beside = np.hypot(np.clip((abs(v) - profile) * half, 0, None), np.clip(u - 1, 0, None) * length)
        layer.shade[window] *= 1 - shadow * np.exp(-beside / (1.6 * scale)) * smooth(u, 0.1, 0.5)
    cover = np.clip((profile - abs(v)) * half + 0.5, 0, 1) * (u > 0) * (u < 1)
    cover *= smooth(u, 0, 0.02 + 0.6 * plume.loose) * (1 - 0.25 * plume.loose)  # the base goes under

    tone = 1 + plume.jitter * np.clip(rng.normal(), -2, 2) + 0.14 * (u - 0.6) + (0.01 + 0.05 * plume.loose) * barbs
    if plume.loose < 0.3:  # the shaft and fine lines of barbs of a flight feather
        tone = tone - 0.16 * np.exp(-((v * half / scale / 0.5) ** 2)) * (u < 0.93)
        tone = tone + 0.018 * np.sin((u * length - 0.9 * abs(v) * half) / scale * 3.2)
    tint = 1 + 0.35 * plume.jitter * rng.normal(size=3)
    paint = _pattern(plume, u, v, profile, rgb(plume.colour) if colour is None else colour)
    height = relief * scale * (u * (1 - 0.55 * v * v) + 0.05 * plume.loose * barbs)
    layer.paint(window, cover, paint * (tone[..., None] * tint), height, plume.gloss)


def _pattern(plume: Plume, u: NDArray, v: NDArray, profile: NDArray, colour: NDArray) -> NDArray:
    """Colours (height, width, 3) of a feather's marks on its ground colour (3,).

    Args:
        u: along the feather, 0 at the base and 1 at the tip; v: across it, -1 to 1 where it is widest.
        profile: how wide it is at each place, as v.
    """
    share = abs(v) / np.maximum(profile, 0.05)
    wave, least = np.sin(2 * np.pi * (u * plume.bar_count + 0.08 * abs(v))), np.cos(np.pi * plume.bar_share)
    end = 1 - plume.tip_length + 0.12 * abs(v)
    marks: tuple[tuple[str | None, Callable[[], NDArray]], ...] = (
        (plume.inner, lambda: smooth(v, -0.15, 0.15)),
        (plume.bars, lambda: smooth(wave, least - 0.2, least + 0.2)),
        (plume.streak, lambda: 1 - smooth(abs(v) + 0.25 * (1 - u), plume.streak_width, plume.streak_width + 0.35)),
        (plume.edge, lambda: smooth(share, 1 - plume.edge_width - 0.12, 1 - plume.edge_width)),
        (plume.tip, lambda: smooth(u, end - 0.06, end + 0.06)),
    )
    paint: NDArray = np.broadcast_to(colour, (*u.shape, 3)).astype(np.float32)
    for name, weight in marks:
        if name:
            paint = paint + weight()[..., None] * (rgb(name) - paint)
    return paint


@dataclass(frozen=True)
class Fan:
    """Overlapping feathers whose bases and tips lie on two curves, the first of them lowest.

    `width` and `bow` are of the first and the last; lengths are in plate units.
    """

    bases: Points
    tips: Points
    count: int
    width: tuple[float, float]
    plume: Plume
    bow: tuple[float, float] = (0.0, 0.0)

    def draw(self, layer: Layer, rng: np.random.Generator) -> None:
        bases, tips = curve(self.bases, samples=self.count), curve(self.tips, samples=self.count)
        for share, base, tip in zip(np.linspace(0, 1, self.count), bases, tips, strict=True):
            width, bow = (low + share * (high - low) for low, high in (self.width, self.bow))
            feather(layer, base, tip, width, self.plume, rng, bow=bow, relief=1.0, shadow=0.35)
