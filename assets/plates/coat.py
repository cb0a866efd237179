"""The coat of small feathers on head and trunk: which way they lie, and what colour each is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from assets.plates.bird import Bird, Marks
from assets.plates.feathers import feather
from assets.plates.layer import PLATE, Layer, rgb
from assets.plates.shapes import Points, curve, mask, outline

MOTTLE = 0.045  # how much plumage differs in lightness from one tuft to the next


class Flow:
    """Which way feathers lie: along a spine from the bill over the head and body to the tail, and
    along the outline where they come near it."""

    def __init__(self, spine: Points, edge: NDArray) -> None:
        self.line, edge = curve(spine, samples=60), edge[::3]
        tangent = _directions(self.line)
        nearest = cKDTree(self.line).query(edge)[1]
        along = _directions(edge)
        along *= np.sign((along * tangent[nearest]).sum(1, keepdims=True))
        share = np.linspace(0, 1, len(self.line))
        self.guides = np.vstack([self.line, edge])
        self.directions = np.vstack([tangent, along])
        self.shares = np.concatenate([share, share[nearest]])

    def at(self, points: NDArray) -> tuple[NDArray, NDArray]:
        """Unit directions (N, 2), and how far along the spine (N,) in [0, 1], of points (N, 2)."""
        weight = (((points[:, None] - self.guides) ** 2).sum(-1) + 40) ** -1.7
        weight /= weight.sum(1, keepdims=True)
        direction = weight @ self.directions
        return direction / (np.linalg.norm(direction, axis=1, keepdims=True) + 1e-9), weight @ self.shares


def _directions(line: NDArray) -> NDArray:
    tangent = np.gradient(line, axis=0)
    return tangent / (np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9)


def scatter(
    area: NDArray, spacing: Callable[[NDArray], NDArray | float], least: float, rng: np.random.Generator
) -> NDArray:
    """Points (N, 2) strewn over a mask at plate resolution: a shaken lattice, thinned out from `least`
    apart to `spacing` of the points."""
    height, width = area.shape
    lattice = np.mgrid[0:height:least, 0:width:least].reshape(2, -1).T[:, ::-1]
    points = lattice + rng.uniform(-0.5, 0.5, lattice.shape) * least
    x, y = points.astype(int).clip(0, (width - 1, height - 1)).T
    points = points[area[y, x] > 0.5]
    return points[rng.random(len(points)) < (least / spacing(points)) ** 2]


@dataclass
class Coat:
    """The body's feathers: colours and kinds laid out over the plate, then painted feather by feather."""

    bird: Bird
    rng: np.random.Generator
    flow: Flow = field(init=False)

    def __post_init__(self) -> None:
        bird, shape = self.bird, PLATE[::-1]
        self.flow = Flow(bird.spine, outline(bird.body))
        self.kinds = (bird.plumage, *(patch.plume for patch in bird.patches))
        self.kind = np.zeros(shape, int)
        self.colours = np.broadcast_to(rgb(bird.plumage.colour), (*shape, 3)).astype(np.float32)
        for number, patch in enumerate(bird.patches, start=1):
            cover = mask(outline(patch.points), PLATE)
            self.kind[cover > 0.5] = number
            cover = ndimage.gaussian_filter(cover, patch.soft)[..., None]
            self.colours += cover * (rgb(patch.plume.colour) - self.colours)
        mottle = ndimage.gaussian_filter(self.rng.normal(size=shape), 5)
        self.colours *= 1 + MOTTLE * (mottle / mottle.std())[..., None]

    def underpaint(self, layer: Layer) -> NDArray:
        """What shows between the feathers."""
        zoom = (layer.size[1] / PLATE[1], layer.size[0] / PLATE[0], 1)
        return ndimage.zoom(self.colours, zoom, order=1) * 0.92

    def draw(self, layer: Layer, area: NDArray, flow: Flow) -> None:
        """Paint the feathers whose middle lies in `area`, far enough inside to keep the outline smooth."""
        rng, (bill, head, trunk) = self.rng, self.bird.feathers

        def length(points: NDArray) -> NDArray:
            return np.interp(self.flow.at(points)[1], [0.0, 0.22, 0.5], [bill, head, trunk])

        within = ndimage.distance_transform_edt(area > 0.5)
        points = scatter(area, lambda p: 0.2 * length(p), 0.2 * bill, rng)
        points = points[within[tuple(points.astype(int).T[::-1])] > 0.2 * length(points)]
        direction, share = flow.at(points)
        order = np.argsort(-share - 0.02 * rng.random(len(points)))
        sizes = length(points) * rng.uniform(0.85, 1.2, len(points))
        turned = _turned(direction, rng.normal(0, 0.10, len(points)))
        looked_up = np.rint(points + rng.normal(0, 0.8, points.shape)).astype(int).clip(0, (PLATE[0] - 1, PLATE[1] - 1))
        for i in order:
            x, y = looked_up[i]
            base, tip = points[i] - 0.55 * sizes[i] * turned[i], points[i] + 0.45 * sizes[i] * turned[i]
            plume = self.kinds[self.kind[y, x]]
            feather(layer, base, tip, 0.5 * sizes[i], plume, rng, self.colours[y, x], relief=0.026 * sizes[i])

    def mark(self, layer: Layer, marks: Marks) -> None:
        """Paint spots or streaks on top of all that is there."""
        rng, (length, width) = self.rng, marks.size
        area = mask(outline(marks.points), PLATE) * mask(outline(self.bird.body), PLATE)
        points = scatter(area, lambda p: marks.spacing, marks.spacing, rng)
        directions, share = self.flow.at(points)
        points, directions = points[np.argsort(-share)], directions[np.argsort(-share)]
        directions = _turned(directions, rng.normal(0, 0.15, len(points)))
        for point, direction, size in zip(points, directions, rng.uniform(0.7, 1.25, len(points)), strict=True):
            ends = (point - 0.5 * size * length * direction, point + 0.5 * size * length * direction)
            feather(layer, *ends, width * size, marks.plume, rng)


def _turned(directions: NDArray, angles: NDArray) -> NDArray:
    x, y = directions.T
    return np.column_stack([x * np.cos(angles) - y * np.sin(angles), x * np.sin(angles) + y * np.cos(angles)])
