"""Maps of numbers as small pictures: levels to be coloured, where there are values, and what is written at a place."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Hashable, Sequence
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached
from PIL import Image

from crossclip.maps.drawing.smoothing import known_share, without_gaps
from crossclip.maps.land import relief
from crossclip.maps.land.grids import Grid
from crossclip.maps.place_map import PALE, EmbeddingMap
from crossclip.maps.value_map import ValueMap
from crossclip.maps.values.scales import LEVELS, NO_VALUE, Scale
from crossclip.maps.values.written import codes
from crossclip.maps.web.mercator import to_mercator

CACHE_BYTES = 32 * 2**20
LEVEL_LAND = 128  # see relief.js


def _asked(maps: Sequence[ValueMap], scale: Scale) -> tuple[Hashable, ...]:
    values = hashlib.blake2b(digest_size=16)
    for drawn in maps:
        values.update(drawn.shown.tobytes())
    return values.digest(), maps[0].grid, len(maps), scale


@cached(LRUCache(CACHE_BYTES, getsizeof=len), key=_asked, lock=Lock())
def levels_picture(maps: Sequence[ValueMap], scale: Scale) -> bytes:
    """Levels 1 to 255 of maps of one grid, below each other, in Web Mercator.

    Where there is no value the nearest stands, so that a picture drawn large is smooth up to the edge that
    `masks_picture` and the land cut; 0 all over where there is none at all.
    """
    return _png(np.concatenate([_levels(drawn, scale) for drawn in maps]))


def masks_picture(grid: Grid, known: Sequence[np.ndarray]) -> tuple[bytes, list[int]]:
    """Where maps have values (height, width), as white, each different mask once and below each other; and which is
    whose."""
    unlike: dict[bytes, int] = {}
    order = [unlike.setdefault(np.packbits(mask).tobytes(), len(unlike)) for mask in known]
    return _png(np.concatenate([_mask(grid, mask) for mask in unlike])), order


def colours_picture(drawn: EmbeddingMap) -> bytes:
    """RGBA in Web Mercator, faint where colours are guesses."""
    grid = drawn.grid
    support = grid.land if drawn.support is None else drawn.support
    opacity = (PALE + (1 - PALE) * known_share(grid, support))[..., None]
    pixels = to_mercator(grid, without_gaps(np.concatenate([drawn.colours, opacity], axis=-1), grid.land))
    return _png(np.round(255 * pixels).astype(np.uint8))


@cached({}, lock=Lock())
def relief_picture() -> bytes:
    """Light and shadow of the land as greys in Web Mercator, a WebP; level land is `LEVEL_LAND`."""
    greys = LEVEL_LAND + 127 * to_mercator(relief.GRID, relief.shading())
    file = io.BytesIO()
    Image.fromarray(greys.round().astype(np.uint8)).save(file, "WEBP", quality=80)
    return file.getvalue()


def codes_picture(drawn: ValueMap) -> bytes:
    """What is written at each cell, on the map's own grid; see `crossclip.maps.values.written`."""
    return _png(codes(drawn))


@cached(LRUCache(64), lock=Lock())
def _mask(grid: Grid, known: bytes) -> np.ndarray:
    """White where there are values, from the packed bits of the cells that have one."""
    bits = np.unpackbits(np.frombuffer(known, np.uint8), count=grid.width * grid.height)
    share = known_share(grid, bits.reshape(grid.height, grid.width).astype(bool))
    white: np.ndarray = np.round(255 * to_mercator(grid, share)).astype(np.uint8)
    return white


def _levels(drawn: ValueMap, scale: Scale) -> np.ndarray:
    known = ~np.isnan(drawn.shown)
    if not known.any():
        return np.full(to_mercator(drawn.grid, drawn.shown).shape, NO_VALUE, np.uint8)
    position = np.clip(scale.position(drawn.shown), 0, 1).astype(np.float32)
    smooth = to_mercator(drawn.grid, without_gaps(position, known))
    return (1 + np.round(smooth * (LEVELS - 1))).astype(np.uint8)


def _digest(pixels: np.ndarray) -> tuple[bytes, tuple[int, ...]]:
    return hashlib.blake2b(pixels.tobytes(), digest_size=16).digest(), pixels.shape


@cached(LRUCache(CACHE_BYTES, getsizeof=len), key=_digest, lock=Lock())
def _png(pixels: np.ndarray) -> bytes:
    """A picture; kept, since the same maps are asked for again with every pin."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=4)
    return file.getvalue()
