"""What there is to say about a bird's looks: outline, plumage, wing, tail, bill, eye and legs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets.plates.feathers import Fan, Plume
from assets.plates.shapes import Point, Points, limb, outline


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

    def place(self, *points: Point) -> NDArray:
        """From the wing's own frame (share of its length, share of its depth towards the back) to the plate."""
        start, end = np.array(self.shoulder), np.array(self.tip)
        along = end - start
        up = np.array([along[1], -along[0]]) / np.hypot(*along) * self.depth
        return np.array([start + a * along + b * up for a, b in points])

    @property
    def shape(self) -> NDArray:
        return outline(
            self.place(
                (0.0, 0.0),
                (0.06, -0.36),
                (0.35, -0.46),
                (0.72, -0.26),
                (0.98, -0.02),
                (0.6, 0.28),
                (0.35, 0.42),
                (0.1, 0.3),
            )
        )

    @property
    def front(self) -> NDArray:
        """The wrist, which lies hidden in the feathers of the breast."""
        return outline(self.place((-0.05, 0.0), (0.05, 0.32), (0.12, 0.1), (0.10, -0.2), (0.08, -0.4), (-0.02, -0.3)))

    @property
    def fans(self) -> tuple[Fan, ...]:
        depth = self.depth

        def fan(
            bases: Sequence[Point],
            tips: Sequence[Point],
            count: int,
            width: tuple[float, float],
            plume: Plume,
            bow: tuple[float, float] = (0.0, 0.0),
        ) -> Fan:
            width = (width[0] * depth, width[1] * depth)
            return Fan(self.place(*bases), self.place(*tips), count, width, plume, bow)

        return (
            fan(
                [(0.22, -0.42), (0.3, -0.1)],
                [(0.80, -0.22), (1.0, -0.03), (0.70, 0.08)],
                9,
                (0.17, 0.19),
                self.primaries,
                (-0.05, -0.02),
            ),
            fan(
                [(0.24, -0.30), (0.28, 0.10)],
                [(0.58, -0.24), (0.66, 0.02), (0.64, 0.16)],
                8,
                (0.18, 0.22),
                self.secondaries,
                (-0.03, 0.0),
            ),
            fan(
                [(0.28, 0.06), (0.28, 0.25)],
                [(0.74, 0.10), (0.62, 0.22), (0.50, 0.32)],
                3,
                (0.27, 0.27),
                self.tertials,
                (0.01, 0.02),
            ),
            fan(
                [(0.08, -0.36), (0.2, 0.26)], [(0.33, -0.33), (0.37, 0.0), (0.40, 0.26)], 10, (0.15, 0.17), self.greater
            ),
            fan(
                [(0.04, -0.30), (0.13, 0.26)], [(0.20, -0.30), (0.23, 0.0), (0.27, 0.26)], 8, (0.14, 0.15), self.median
            ),
        )


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

    @property
    def cheek(self) -> NDArray:
        """The side of the head, which bulges behind and below the eye."""
        (x, y), r = self.eye.centre, self.eye.radius
        return outline([(x - 2.2 * r, y + r), (x + 2 * r, y - 2.8 * r), (x + 6.5 * r, y + r), (x + 2 * r, y + 5.5 * r)])
