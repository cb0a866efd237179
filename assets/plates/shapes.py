"""Curves and the roundness of what they enclose. Points are (x, y) in plate units, y downwards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage, sparse
from scipy.interpolate import CubicSpline
from scipy.sparse.linalg import spsolve

Point = tuple[float, float] | NDArray
Points = Sequence[Point] | NDArray
CELLS = 150  # of the longer side, when roundness is solved for


def curve(points: Points, closed: bool = False, samples: int = 240) -> NDArray:
    """A smooth curve (samples, 2) through all points; centripetal, so that close points make no loops."""
    points = np.asarray(points, float)
    if closed:
        points = np.vstack([points, points[:1]])
    if len(points) < 3:
        return np.linspace(points[0], points[-1], samples)
    knots = np.concatenate([[0], np.linalg.norm(np.diff(points, axis=0), axis=1) ** 0.5]).cumsum()
    spline = CubicSpline(knots, points, bc_type="periodic" if closed else "natural")
    return spline(np.linspace(0, knots[-1], samples))


def outline(points: Points) -> NDArray:
    """The closed smooth curve through points."""
    return curve(points, closed=True)


def blade(upper: Points, lower: Points) -> NDArray:
    """The shape between two curves that share their ends, which stay sharp: a bill, a leaf."""
    return np.vstack([curve(upper, samples=80), curve(lower, samples=80)[::-1]])


def limb(points: Points, widths: Sequence[float]) -> NDArray:
    """The outline of a tapering tube along a curve: a leg, a twig. Widths are spread evenly along it."""
    spine = curve(points, samples=90)
    direction = np.gradient(spine, axis=0)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True) + 1e-9
    normal = direction[:, ::-1] * (-1, 1)
    half = np.interp(np.linspace(0, 1, 90), np.linspace(0, 1, len(widths)), widths)[:, None] / 2
    angle = np.linspace(-np.pi / 2, np.pi / 2, 9)[1:-1, None]
    end = spine[-1] + half[-1] * (np.cos(angle) * direction[-1] + np.sin(angle) * -normal[-1])
    return np.vstack([spine + normal * half, end, (spine - normal * half)[::-1]])


def mask(shape: NDArray, size: tuple[int, int], scale: float = 1) -> NDArray:
    """Coverage (height, width) in [0, 1] of a closed polygon on a canvas of `size` = (width, height) pixels."""
    image = Image.new("L", size)
    ImageDraw.Draw(image).polygon([(x, y) for x, y in np.asarray(shape) * scale], fill=255)
    return np.asarray(image, np.float32) / 255


def roundness(covered: NDArray) -> NDArray:
    """How high a cushion sewn along the edge of `covered` (height, width) stands, in pixels.

    The square root of the solution of Poisson's equation, which makes a long shape a cylinder and a
    disc a flattened sphere.
    """
    rows, columns = np.nonzero(covered > 0.5)
    height = np.zeros(covered.shape, np.float32)
    if not len(rows):
        return height
    box = np.s_[max(rows.min() - 2, 0) : rows.max() + 3, max(columns.min() - 2, 0) : columns.max() + 3]
    window = covered[box]
    zoom = min(1.0, CELLS / max(window.shape))
    small = np.pad(ndimage.zoom(window, zoom, order=1) > 0.5, 1)
    number = np.full(small.shape, -1)
    inside = np.nonzero(small)
    count = len(inside[0])
    number[inside] = np.arange(count)
    # The matrix by its entries: four for a cell itself, minus one for each neighbour within the shape.
    here, there, values = [np.arange(count)], [np.arange(count)], [np.full(count, 4.0)]
    for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        neighbour = number[inside[0] + dy, inside[1] + dx]
        known = neighbour >= 0
        here.append(np.arange(count)[known])
        there.append(neighbour[known])
        values.append(np.full(known.sum(), -1.0))
    laplace = sparse.csr_matrix((np.concatenate(values), (np.concatenate(here), np.concatenate(there))))
    cushion = np.zeros(small.shape)
    cushion[inside] = np.sqrt(2 * np.maximum(spsolve(laplace, np.ones(count)), 0))
    cushion = ndimage.gaussian_filter(cushion, 1.2)[1:-1, 1:-1]
    target = [window.shape[axis] / cushion.shape[axis] for axis in (0, 1)]
    height[box] = ndimage.zoom(cushion, target, order=1)[: window.shape[0], : window.shape[1]] / zoom
    return height
