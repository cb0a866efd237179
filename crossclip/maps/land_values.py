"""What a model says of the land of a grid, computed once and kept for the next question."""

from __future__ import annotations

import math
from collections.abc import Hashable
from datetime import date as Date

import numpy as np
import torch
from torch import Tensor

from crossclip.embedder import SIGHTING_BATCH
from crossclip.maps.cache import TensorCache
from crossclip.maps.coverage import Coverage
from crossclip.maps.grids import Grid
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.predict import Predictor
from crossclip.sighting import Sighting


class LandValues:
    """Embeddings and probabilities of the cells of grids, within `cache_bytes` of memory.

    Args:
        coverage: where the model's training records are; None where it does not say.
    """

    def __init__(self, predictor: Predictor, coverage: Coverage | None, cache_bytes: int) -> None:
        self.predictor, self.coverage = predictor, coverage
        self._cache = TensorCache(cache_bytes)

    def embeddings(self, grid: Grid, date: Date | None, supported: bool = False) -> Tensor:
        """Unit vectors (cells, dim) of the grid's land cells, or only of those that are `supported`, in the
        order in which a mask of them selects cells."""

        def compute() -> Tensor:
            season = _season(date)
            return self.predictor.embed_sightings(
                sighting_rows(*grid.places(self.supported_cells(grid) if supported else grid.land), season)
            )

        return self._cache.get((grid, date, supported and self.coverage is not None), compute)

    def support(self, grid: Grid) -> np.ndarray | None:
        """Which land cells are near training records, (height, width); None if the model does not say."""
        coverage = self.coverage
        if coverage is None:
            return None

        def compute() -> Tensor:
            return torch.from_numpy(coverage.supports(*grid.land_places))

        return grid.on_land(self._cache.get((grid, "support"), compute).numpy(), fill=False)

    def supported_cells(self, grid: Grid) -> np.ndarray:
        """The cells that have values on maps of species, (height, width)."""
        support = self.support(grid)
        return grid.land if support is None else support

    def year_embeddings(self, grid: Grid) -> Tensor:
        """Unit vectors (weeks * cells, dim) of the cells near records."""

        def compute() -> Tensor:
            # The whole year in one go: batches stay full.
            places = np.array(grid.places(self.supported_cells(grid)))
            seasons = [_season(week_day(week)) for week in WEEKS]
            longitudes, latitudes = np.tile(places, len(WEEKS))
            rows = sighting_rows(longitudes, latitudes, np.repeat(seasons, places.shape[1]))
            return self.predictor.embed_sightings(rows)

        return self._cache.get((grid, "year"), compute)

    def of_species(
        self,
        species: int,
        key: tuple[Hashable, ...],
        places: Tensor,
        photo_embedding: Tensor | None,
        dtype: torch.dtype = torch.float32,
    ) -> Tensor:
        """Probabilities of one species at embeddings `places` (N, dim), those of all species being kept."""
        known = "meta" if photo_embedding is None else "photo+meta"
        parts = torch.split(places, SIGHTING_BATCH)
        count = len(self.predictor.species)

        def all_species() -> Tensor:
            # Species first: a map reads one species of all places.
            table = torch.empty(count, len(places), dtype=dtype)
            for part, columns in zip(parts, torch.split(table, SIGHTING_BATCH, dim=1), strict=True):
                columns.copy_(self.predictor.probabilities(photo_embedding, part, known).T)
            return table

        if dtype.itemsize * count * len(places) > self._cache.max_bytes:
            chosen = [self.predictor.probabilities(photo_embedding, part, known)[:, species] for part in parts]
            return torch.cat(chosen).to(dtype)
        photo_key = None if photo_embedding is None else photo_embedding.cpu().numpy().tobytes()
        return self._cache.get((*key, "species", photo_key), all_species)[species]


def sighting_rows(longitudes: np.ndarray, latitudes: np.ndarray, season: np.ndarray | float) -> Tensor:
    """Sightings (N, 3) as `sighting_tensor` makes them."""
    return torch.from_numpy(np.stack(np.broadcast_arrays(longitudes, latitudes, season), axis=1).astype(np.float32))


def _season(date: Date | None) -> float:
    fraction = Sighting(date=date).year_fraction
    return math.nan if fraction is None else fraction
