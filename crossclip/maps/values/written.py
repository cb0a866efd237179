"""What is written of a value at a place: the same digits on a page, in a browser and on the command line.

Two digits that count, as mantissa and power of ten, so that a browser writes what Python would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from crossclip.maps.value_map import ValueMap

SEA, NO_VALUE, VALUE, BELOW_ZERO, TINY = range(5)
"""Kinds of cells: without land, without a value, and with one: above zero, below, or too small to be written."""
SMALLEST = 0.01  # per cent
AT_SEA = "no value, at sea or outside the map"


def codes(drawn: ValueMap) -> np.ndarray:
    """Mantissa, power of ten + 128, and kind of every cell of a map, (height, width, 3) uint8."""
    mantissa, power, kind = _parts(drawn, drawn.shown)
    kind = np.where(np.isnan(drawn.shown), np.where(drawn.grid.land, NO_VALUE, SEA), kind)
    return np.stack([mantissa, power + 128, kind], axis=-1).astype(np.uint8)


def written(drawn: ValueMap, value: float) -> str:
    """A value of a map in words."""
    return drawn.template.replace("{}", number(drawn, value))


def number(drawn: ValueMap, value: float) -> str:
    """A value of a map as its digits."""
    return numbers(drawn, np.array([value]))[0]


def numbers(drawn: ValueMap, values: np.ndarray) -> list[str]:
    """Values of a map (N,) as their digits."""
    return [_digits(drawn, *parts) for parts in zip(*(part.tolist() for part in _parts(drawn, values)), strict=True)]


def words_of(drawn: ValueMap) -> dict[str, Any]:
    """How a map writes its values and that there is none: what a browser does as `written` does."""
    return {
        "template": drawn.template,
        "signed": drawn.signed,
        "tiny": f"<{SMALLEST:g}",
        "noValue": f"no value: {drawn.no_value}",
        "sea": AT_SEA,
    }


def _parts(drawn: ValueMap, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mantissa, power of ten and kind of values."""
    scaled = np.nan_to_num(np.asarray(values, dtype=np.float64)) * (100 if drawn.percent else 1)
    size = np.abs(scaled)
    leading = np.floor(np.log10(np.maximum(size, SMALLEST))).astype(int)
    power = leading - 1 if drawn.percent else np.full(size.shape, -2)
    mantissa = np.round(size / 10.0**power).astype(int)
    more = drawn.percent & (mantissa >= 100)  # 9.96 is 10
    mantissa, power = np.where(more, 10, mantissa), np.where(more, power + 1, power)
    tiny = drawn.percent & (size < SMALLEST)
    kind = np.where(tiny, TINY, np.where(scaled < 0, BELOW_ZERO, VALUE))
    return np.where(tiny, 0, mantissa), power, kind


def _digits(drawn: ValueMap, mantissa: int, power: int, kind: int) -> str:
    digits = f"<{SMALLEST:g}" if kind == TINY else f"{mantissa * 10.0**power:.{max(-power, 0)}f}"
    sign = "−" if kind == BELOW_ZERO else "+" if drawn.signed and kind != TINY else ""
    return f"{sign}{digits}"
