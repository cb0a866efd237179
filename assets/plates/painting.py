"""How any bird is painted from its description."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assets.plates.bird import Bird, Eye, Leg
from assets.plates.coat import Coat, Flow
from assets.plates.layer import PLATE, Layer, rgb
from assets.plates.shapes import blade, curve, limb, mask, outline


def paint_bird(bird: Bird, layer: Layer, rng: np.random.Generator) -> None:
    """Paint from far to near: legs and tail, bill, coat, wing, and the feathers that lie over the wing."""
    for leg in bird.legs:
        _paint_leg(layer, leg)
    for fan in bird.fans:
        layer.mould(np.vstack([curve(fan.bases), curve(fan.tips)[::-1]]), 0.3)
        fan.draw(layer, rng)
    for half in bird.bill:
        layer.solid(blade(half.upper, half.lower), half.colour, depth=1.0, gloss=half.gloss)
    coat = Coat(bird, rng)
    underpaint = coat.underpaint(layer)
    thighs = [(leg.thigh_shape, Flow(leg.path, leg.thigh_shape)) for leg in bird.legs if leg.thigh]
    for shape, flow in (*thighs, (outline(bird.body), coat.flow)):
        layer.mould(shape, bird.depth)
        layer.paint(np.s_[:, :], layer.mask(shape, 1.0), underpaint)
        coat.draw(layer, mask(shape, PLATE), flow)
    layer.mould(bird.cheek, 0.22, keep=0.87, soft=9)
    if bird.wing:
        covered = mask(bird.wing.shape, layer.size, layer.scale)
        layer.cast(covered, (2, 7), 6, 0.5)
        layer.mould(bird.wing.shape, 0.3, keep=0.7, soft=9)
        for fan in bird.wing.fans:
            fan.draw(layer, rng)
    for area in (*((bird.wing.front,) if bird.wing else ()), *map(outline, bird.over_wing)):
        coat.draw(layer, mask(area, PLATE), coat.flow)
    for marks in bird.marks:
        coat.mark(layer, marks)
    _paint_eye(layer, bird.eye)


def _paint_leg(layer: Layer, leg: Leg) -> None:
    shape = limb(leg.path, leg.widths)
    colour = rgb(leg.colour) * (0.62 if leg.far else 1)
    rows = np.arange(layer.size[1])[:, None] / layer.scale
    scutes = 0.35 * layer.scale * np.sin(rows * 1.5) ** 8
    for toe in leg.toes:
        thick = leg.widths[-1]
        layer.solid(limb(toe, (thick, 0.95 * thick, 0.75 * thick)), colour, gloss=0.15)
        claw = np.asarray(toe[-1]) + 0.9 * thick * _unit(np.subtract(toe[-1], toe[-2])) + (0, 0.8 * thick)
        middle = np.asarray(toe[-1]) + 0.55 * thick * _unit(np.subtract(toe[-1], toe[-2]))
        layer.solid(limb([toe[-1], middle, claw], (0.6 * thick, 0.45 * thick, 0.1)), colour * 0.45, gloss=0.3)
    layer.solid(shape, colour, gloss=0.15, relief=np.broadcast_to(scutes, layer.alpha.shape))


def _paint_eye(layer: Layer, eye: Eye) -> None:
    x, y = eye.centre
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)

    def disc(radius: float, dx: float = 0, dy: float = 0) -> NDArray:
        return np.column_stack([x + dx + radius * np.cos(angle), y + dy + radius * np.sin(angle)])

    r = eye.radius
    layer.solid(disc(r + eye.ring_width), eye.ring, depth=0.3, soft=0.4)
    layer.solid(disc(r), eye.iris, depth=0.5, gloss=0.3, soft=0.4)
    layer.solid(disc(r * eye.pupil), "#050404", depth=0.3, gloss=0.3, soft=0.35)
    for dx, dy, size, white in ((-0.32, -0.38, 0.24, 1.0), (0.25, 0.42, 0.18, 0.16)):
        glint = disc(r * size, r * dx, r * dy)
        window = layer.window(glint, 2)
        layer.paint(window, white * layer.mask(glint, 0.35, window), rgb("#ffffff") * 1.4)


def _unit(vector: NDArray) -> NDArray:
    return vector / (np.hypot(*vector) + 1e-9)
