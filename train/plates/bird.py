"""A bird as a description, and how to paint any bird from its description."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from train.plates.feathers import Fan, Flow, Plume, feather, scatter
from train.plates.layer import PLATE, Layer, rgb
from train.plates.shapes import Points, blade, curve, limb, mask, outline

MOTTLE = 0.045  # how much plumage differs in lightness from one tuft to the next


@dataclass(frozen=True)
class Patch:
    """Part of the plumage: feathers of one kind within a smooth outline, its border `soft` units wide."""

    points: Points
    plume: Plume
    soft: float = 3.0


@dataclass(frozen=True)
class Marks:
    """Spots or streaks: single feathers strewn over an area, `spacing` apart, `size` long and wide."""

    points: Points
    plume: Plume
    spacing: float
    size: tuple[float, float]


@dataclass(frozen=True)
class Mandible:
    """Half a bill, between two curves that share their ends."""

    upper: Points
    lower: Points
    colour: str
    gloss: float = 0.35


@dataclass(frozen=True)
class Eye:
    centre: tuple[float, float]
    radius: float
    iris: str = "#2a1a12"
    pupil: float = 0.62  # share of the radius
    ring: str = "#3a3a3a"
    ring_width: float = 1.2


@dataclass(frozen=True)
class Leg:
    """From the belly over the heel to the foot, with its toes; the far leg stands in the shade."""

    path: Points
    widths: tuple[float, ...]
    toes: tuple[Points, ...]
    colour: str
    far: bool = False
    thigh: float = 0.0

    @property
    def thigh_shape(self) -> NDArray:
        """The feathered part, `thigh` wide where it leaves the body."""
        top, heel = np.asarray(self.path[0], float), np.asarray(self.path[1], float)
        return limb([top, 0.5 * (top + heel), heel], (self.thigh, 0.7 * self.thigh, 1.4 * self.widths[0]))


@dataclass(frozen=True)
class Wing:
    """A folded wing, from the shoulder to the tip of the longest primary, `depth` high at its widest."""

    shoulder: tuple[float, float]
    tip: tuple[float, float]
    depth: float
    primaries: Plume
    secondaries: Plume
    tertials: Plume
    greater: Plume
    median: Plume

    def place(self, *points: tuple[float, float]) -> NDArray:
        """From the wing's own frame (share of its length, share of its depth towards the back) to the plate."""
        start, end = np.array(self.shoulder), np.array(self.tip)
        along = end - start
        up = np.array([along[1], -along[0]]) / np.hypot(*along) * self.depth
        return np.array([start + a * along + b * up for a, b in points])

    @property
    def shape(self) -> NDArray:
        return outline(self.place(
            (0.0, 0.0), (0.06, -0.36), (0.35, -0.46), (0.72, -0.26), (0.98, -0.02), (0.6, 0.28), (0.35, 0.42), (0.1, 0.3)
        ))  # fmt: skip

    @property
    def fans(self) -> tuple[Fan, ...]:
        depth = self.depth

        def fan(bases, tips, count, width, plume, bow=(0.0, 0.0)) -> Fan:
            width = (width[0] * depth, width[1] * depth)
            return Fan(self.place(*bases), self.place(*tips), count, width, plume, bow)

        return (
            fan([(0.22, -0.42), (0.3, -0.1)], [(0.80, -0.22), (1.0, -0.03), (0.70, 0.08)], 9, (0.17, 0.19),
                self.primaries, (-0.05, -0.02)),
            fan([(0.24, -0.30), (0.28, 0.10)], [(0.58, -0.24), (0.66, 0.02), (0.64, 0.16)], 8, (0.18, 0.22),
                self.secondaries, (-0.03, 0.0)),
            fan([(0.28, 0.06), (0.28, 0.25)], [(0.74, 0.10), (0.62, 0.22), (0.50, 0.32)], 3, (0.27, 0.27),
                self.tertials, (0.01, 0.02)),
            fan([(0.08, -0.36), (0.2, 0.26)], [(0.33, -0.33), (0.37, 0.0), (0.40, 0.26)], 10, (0.15, 0.17),
                self.greater),
            fan([(0.04, -0.30), (0.13, 0.26)], [(0.20, -0.30), (0.23, 0.0), (0.27, 0.26)], 8, (0.14, 0.15),
                self.median),
        )  # fmt: skip


@dataclass(frozen=True)
class Bird:
    """What a plate shows. Points are in plate units, the bird faces left.

    Attributes:
        body: closed outline of head and trunk; spine: from the bill to the tail, the way the feathers lie.
        plumage: of the body where no patch says otherwise; patches later in the list lie on top.
        over_wing: areas whose feathers cover the wing's edge: scapulars above, flank below.
        marks: spots and streaks on the plumage.
        fans: tail and other long feathers under the body.
        feathers: length of body feathers at the bill, on the head and on the trunk.
    """

    body: Points
    spine: Points
    plumage: Plume
    bill: tuple[Mandible, ...]
    eye: Eye
    patches: tuple[Patch, ...] = ()
    marks: tuple[Marks, ...] = ()
    fans: tuple[Fan, ...] = ()
    wing: Wing | None = None
    over_wing: tuple[Points, ...] = ()
    legs: tuple[Leg, ...] = ()
    feathers: tuple[float, float, float] = (6.0, 10.0, 22.0)
    depth: float = 0.8

    def but(self, **changes) -> Bird:
        return replace(self, **changes)

    def paint(self, layer: Layer, rng: np.random.Generator) -> None:
        for leg in self.legs:
            _paint_leg(layer, leg)
        for fan in self.fans:
            layer.mould(np.vstack([curve(fan.bases), curve(fan.tips)[::-1]]), 0.3)
            fan.draw(layer, rng)
        for half in self.bill:
            layer.solid(blade(half.upper, half.lower), half.colour, depth=1.0, gloss=half.gloss)
        coat = _Coat(self, rng)
        for shape in (*(leg.thigh_shape for leg in self.legs if leg.thigh), outline(self.body)):
            layer.mould(shape, self.depth)
            layer.paint(np.s_[:, :], layer.mask(shape, 1.0), coat.underpaint(layer))
            coat.draw(layer, mask(shape, PLATE))
        _paint_eye(layer, self.eye)
        if self.wing:
            covered = mask(self.wing.shape, layer.size, layer.scale)
            layer.cast(covered, (2, 7), 6, 0.5)
            layer.mould(self.wing.shape, 0.3, keep=0.7, soft=4)
            for fan in self.wing.fans:
                fan.draw(layer, rng)
        for area in self.over_wing:
            coat.draw(layer, mask(outline(area), PLATE))
        for marks in self.marks:
            coat.mark(layer, marks)


@dataclass
class _Coat:
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
        zoom = (layer.size[1] / PLATE[1], layer.size[0] / PLATE[0], 1)
        return ndimage.zoom(self.colours, zoom, order=1) * 0.92

    def draw(self, layer: Layer, area: NDArray) -> None:
        """Paint the feathers whose middle lies in `area`, far enough inside to keep the outline smooth."""
        rng, (bill, head, trunk) = self.rng, self.bird.feathers

        def length(points: NDArray) -> NDArray:
            return np.interp(self.flow.at(points)[1], [0.0, 0.22, 0.5], [bill, head, trunk])

        within = ndimage.distance_transform_edt(area > 0.5)
        points = scatter(area, lambda p: 0.2 * length(p), 0.2 * bill, rng)
        points = points[within[tuple(points.astype(int).T[::-1])] > 0.2 * length(points)]
        direction, share = self.flow.at(points)
        order = np.argsort(-share - 0.02 * rng.random(len(points)))
        sizes = length(points) * rng.uniform(0.85, 1.2, len(points))
        turned = _turned(direction, rng.normal(0, 0.10, len(points)))
        looked_up = np.rint(points + rng.normal(0, 0.8, points.shape)).astype(int).clip(0, (PLATE[0] - 1, PLATE[1] - 1))
        for i in order:
            x, y = looked_up[i]
            base, tip = points[i] - 0.55 * sizes[i] * turned[i], points[i] + 0.45 * sizes[i] * turned[i]
            plume = self.kinds[self.kind[y, x]]
            feather(layer, base, tip, 0.5 * sizes[i], plume, rng, colour=self.colours[y, x])


    def mark(self, layer: Layer, marks: Marks) -> None:
        rng, (length, width) = self.rng, marks.size
        points = scatter(mask(outline(marks.points), PLATE), lambda p: marks.spacing, marks.spacing, rng)
        directions, share = self.flow.at(points)
        points, directions = points[np.argsort(-share)], directions[np.argsort(-share)]
        directions = _turned(directions, rng.normal(0, 0.15, len(points)))
        for point, direction, size in zip(points, directions, rng.uniform(0.7, 1.25, len(points)), strict=True):
            ends = (point - 0.5 * size * length * direction, point + 0.5 * size * length * direction)
            feather(layer, *ends, width * size, marks.plume, rng)


def _turned(directions: NDArray, angles: NDArray) -> NDArray:
    x, y = directions.T
    return np.column_stack([x * np.cos(angles) - y * np.sin(angles), x * np.sin(angles) + y * np.cos(angles)])


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
        cover = layer.mask(disc(r * size, r * dx, r * dy), 0.35) * white
        layer.paint(np.s_[:, :], cover, rgb("#ffffff") * 1.4)


def _unit(vector: NDArray) -> NDArray:
    return vector / (np.hypot(*vector) + 1e-9)
