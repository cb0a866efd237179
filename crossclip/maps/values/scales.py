"""From a map's values to colours, the same on the page and in an exported figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

NO_VALUE = 0
"""The level of a cell without a value; levels 1 to `LEVELS` are colours."""
LEVELS = 255


@dataclass(frozen=True)
class Scale:
    """Where colours start and end, and how they run between.

    Attributes:
        low, high: values of the first and last colour; what lies beyond takes the same.
        power: colours follow this power of the value; below 1, small values are told apart better.
        diverging: colours run both ways from 0 in the middle; `low` is then `-high`.
        percent: values are written as percentages.
        colour_map: Matplotlib's name, of one that colour-blind readers can read.
    """

    low: float
    high: float
    power: float = 1.0
    diverging: bool = False
    percent: bool = True
    colour_map: str = "YlGnBu"

    @classmethod
    def around_zero(cls, high: float, power: float = 1.0) -> Scale:
        return cls(-high, high, power, diverging=True, colour_map="PuOr")

    def position(self, values: ArrayLike) -> np.ndarray:
        """Where values stand between the first colour, 0, and the last, 1, and beyond; NaN stays."""
        zero = 0.0 if self.diverging else self.low
        share = (np.asarray(values, dtype=float) - zero) / (self.high - zero)
        bent = np.sign(share) * np.abs(share) ** self.power
        position: np.ndarray = (1 + bent) / 2 if self.diverging else bent
        return position

    def value(self, position: ArrayLike) -> np.ndarray:
        """The inverse of `position`."""
        share = np.asarray(position, dtype=float)
        zero, bent = (0.0, 2 * share - 1) if self.diverging else (self.low, share)
        value: np.ndarray = zero + (self.high - zero) * np.sign(bent) * np.abs(bent) ** (1 / self.power)
        return value

    def levels(self, values: np.ndarray) -> np.ndarray:
        """Values as uint8: `NO_VALUE` for NaN, else 1 to `LEVELS`."""
        position = np.clip(self.position(values), 0, 1)
        missing = np.isnan(position)
        return np.where(missing, NO_VALUE, 1 + np.round(np.nan_to_num(position) * (LEVELS - 1))).astype(np.uint8)

    def painted(self, values: np.ndarray) -> np.ndarray:
        """Values (...) as colours and opacity (..., 4) uint8, transparent where they are NaN."""
        colours = np.zeros((1 + LEVELS, 4), np.uint8)
        colours[1:, :3], colours[1:, 3] = self.palette(), 255
        painted: np.ndarray = colours[self.levels(values)]
        return painted

    def palette(self, dark: bool = False) -> np.ndarray:
        """Colours of the levels 1 to `LEVELS`, (LEVELS, 3) uint8.

        Args:
            dark: for a dark page, where light colours, not dark ones, are to stand for much.
        """
        import matplotlib

        colours = matplotlib.colormaps[self.colour_map](np.linspace(0, 1, LEVELS), bytes=True)[:, :3]
        return colours[::-1] if dark and not self.diverging else colours

    def ticks(self) -> list[tuple[float, str]]:
        """Position and words of round values along the scale."""
        from matplotlib.ticker import MaxNLocator

        values = np.asarray(MaxNLocator(5).tick_values(self.low, self.high))
        inside = values[(values >= self.low - 1e-12) & (values <= self.high + 1e-12)]
        return list(zip(self.position(inside).tolist(), map(self.label, inside.tolist()), strict=True))

    def label(self, value: float) -> str:
        """A value of a tick, in words."""
        value = 0.0 if abs(value) < 1e-12 else value
        sign = "+" if self.diverging and value > 0 else ""
        return f"{sign}{100 * value:.6g}%" if self.percent else f"{sign}{value:.6g}"
