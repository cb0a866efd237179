"""Maps of embeddings: which places are alike to the model, and which agree with a text."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date as Date

import numpy as np

from crossclip.maps.in_notebook import InNotebook
from crossclip.maps.land.coverage import FEW_RECORDS
from crossclip.maps.land.grids import Grid
from crossclip.maps.value_map import ValueMap, write_csv
from crossclip.maps.values.scales import Scale
from crossclip.sighting import Sighting

COSINE = "cosine of their embeddings, from -1 to 1"
PERCENTILES = (0.5, 99.5)
PALE = 0.35
"""How much of a colour is left where it is a guess."""


@dataclass(frozen=True, eq=False)
class EmbeddingMap(InNotebook):
    """Which places the model finds alike (paper, Fig. 3a).

    Attributes:
        colours: (height, width, 3) float32, RGB in [0, 1], NaN at sea; see `EmbeddingColours`.
        date, support: as in `ValueMap`.
        few_records: why a colour without support is a guess, in words.
    """

    grid: Grid
    colours: np.ndarray
    date: Date | None = None
    support: np.ndarray | None = None
    few_records: str = FEW_RECORDS

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Write `longitude,latitude,red,green,blue`, a row for each land cell with support."""
        shown = self.colours if self.support is None else np.where(self.support[..., None], self.colours, np.nan)
        write_csv(path, self.grid, dict(zip(("red", "green", "blue"), np.moveaxis(shown, -1, 0), strict=True)))


@dataclass(frozen=True, eq=False)
class CosineMap(ValueMap):
    """Cosine similarity of places with one other embedding."""

    @property
    def percent(self) -> bool:
        return False

    @property
    def template(self) -> str:
        return "{}"

    @property
    def scale(self) -> Scale:
        known = self.known
        low, high = np.percentile(known, PERCENTILES).tolist() if known.size else (-1.0, 1.0)
        return Scale(low, max(high, low + 1e-6), percent=False, colour_map="BuPu")


@dataclass(frozen=True, eq=False)
class PlaceSimilarity(CosineMap):
    """How alike places are to one place, on the same date."""

    place: Sighting = field(kw_only=True)

    @property
    def title(self) -> str:
        return f"Places like {self.place.latitude:.2f}, {self.place.longitude:.2f}"

    @property
    def subtitle(self) -> str:
        return "Similarity of place-and-date embeddings"

    @property
    def meaning(self) -> str:
        return f"similarity to the chosen place: {COSINE}"


@dataclass(frozen=True, eq=False)
class TextAgreement(CosineMap):
    """How well places agree with a text."""

    text: str = field(kw_only=True)

    @property
    def title(self) -> str:
        return f"Places that agree with “{self.text}”"

    @property
    def subtitle(self) -> str:
        return "Text against place-and-date embeddings"

    @property
    def meaning(self) -> str:
        return f"agreement of place and text: {COSINE}"
