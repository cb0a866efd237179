"""What a model says of the land of a grid, computed once and kept for the next question."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from datetime import date as Date

import numpy as np
import torch
from torch import Tensor

from crossclip.embedder import SIGHTING_BATCH
from crossclip.maps.cache import TensorCache
from crossclip.maps.land.coverage import Coverage, month_of
from crossclip.maps.land.grids import Grid
from crossclip.maps.values.readings import Reading
from crossclip.maps.weeks import week_day
from crossclip.predict import Predictor
from crossclip.sighting import Sighting


class LandValues:
    """Embeddings and probabilities of the cells of grids, within `cache_bytes` of memory.

    Args:
        coverage: where the model's training records are; None where it does not say.
        surveys: where surveys were run, likewise.
    """

    def __init__(
        self, predictor: Predictor, coverage: Coverage | None, cache_bytes: int, surveys: Coverage | None = None
    ) -> None:
        self.predictor, self.coverage, self.surveys = predictor, coverage, surveys
        self._cache = TensorCache(cache_bytes)

    def embeddings(self, grid: Grid, date: Date | None, supported: bool = False) -> Tensor:
        """Unit vectors (cells, dim) of the grid's land cells, or only of those that are `supported`, in the
        order in which a mask of them selects cells."""

        def compute() -> Tensor:
            season = _season(date)
            return self.predictor.embed_sightings(
                sighting_rows(*grid.places(self.supported_cells(grid, date) if supported else grid.land), season)
            )

        return self._cache.get((grid, date, supported and self.coverage is not None), compute)

    def support(self, grid: Grid, date: Date | None) -> np.ndarray | None:
        """Which land cells are near training records of the season of a date, or of all where it is None,
        (height, width); None if the model does not say."""
        coverage = self.coverage
        if coverage is None:
            return None

        def by_month() -> Tensor:
            return torch.from_numpy(coverage.supports_by_month(*grid.land_places))

        month = month_of(date)  # the weeks of a month share one mask: a year would hold 52
        return self._mask(grid, ("support", month), lambda: self._cache.get((grid, "support"), by_month)[:, month])

    def surveyed(self, grid: Grid) -> np.ndarray | None:
        """Which land cells are near survey runs, (height, width): elsewhere absences were not taught; None if the
        model does not say."""
        surveys = self.surveys
        if surveys is None:
            return None

        return self._mask(grid, ("surveyed",), lambda: torch.from_numpy(surveys.supports(*grid.land_places)))

    def _mask(self, grid: Grid, key: tuple[Hashable, ...], on_land: Callable[[], Tensor]) -> np.ndarray:
        """Cells of a grid, (height, width), kept once and not to be written, from what is said of its land cells."""

        def compute() -> Tensor:
            return torch.from_numpy(grid.on_land(on_land().numpy(), fill=False))

        mask = self._cache.get((grid, *key), compute).numpy()
        mask.flags.writeable = False
        return mask

    def supported_cells(self, grid: Grid, date: Date | None) -> np.ndarray:
        """The cells that have values on maps of species, (height, width)."""
        support = self.support(grid, date)
        return grid.land if support is None else support

    def year_embeddings(self, grid: Grid, weeks: tuple[int, ...]) -> Tensor:
        """Unit vectors (cells of the weeks, dim) of the cells near records, week by week."""

        def compute() -> Tensor:
            # All weeks in one go: batches stay full.
            days = [week_day(week) for week in weeks]
            places = [np.array(grid.places(self.supported_cells(grid, day))) for day in days]
            seasons = np.repeat([_season(day) for day in days], [cells.shape[1] for cells in places])
            longitudes, latitudes = np.concatenate(places, axis=1)
            return self.predictor.embed_sightings(sighting_rows(longitudes, latitudes, seasons))

        return self._cache.get((grid, weeks), compute)

    def of_species(
        self,
        species: int,
        key: tuple[Hashable, ...],
        places: Tensor,
        photo_embedding: Tensor | None,
        reading: Reading,
        dtype: torch.dtype = torch.float32,
    ) -> Tensor:
        """Probabilities of one species at embeddings `places` (N, dim), those of all species being kept."""
        if dtype.itemsize * len(self.predictor.species) * len(places) > self._cache.max_bytes:
            parts = torch.split(places, SIGHTING_BATCH)
            return torch.cat([self._answer(part, photo_embedding, reading)[:, species] for part in parts]).to(dtype)
        return self.of_all_species(key, places, photo_embedding, reading, dtype)[species]

    def of_all_species(
        self,
        key: tuple[Hashable, ...],
        places: Tensor,
        photo_embedding: Tensor | None = None,
        reading: Reading = "next",
        dtype: torch.dtype = torch.float32,
    ) -> Tensor:
        """Probabilities (species, N) at embeddings `places` (N, dim), kept."""

        def compute() -> Tensor:
            # Species first: a map reads one species of all places.
            table = torch.empty(len(self.predictor.species), len(places), dtype=dtype)
            parts = torch.split(places, SIGHTING_BATCH)
            for part, columns in zip(parts, torch.split(table, SIGHTING_BATCH, dim=1), strict=True):
                columns.copy_(self._answer(part, photo_embedding, reading).T)
            return table

        photo_key = None if photo_embedding is None else photo_embedding.cpu().numpy().tobytes()
        return self._cache.get((*key, reading, photo_key), compute)

    def _answer(self, places: Tensor, photo_embedding: Tensor | None, reading: Reading) -> Tensor:
        if reading == "visit":
            return self.predictor.visits(places)
        known = "meta" if photo_embedding is None else "photo+meta"
        return self.predictor.probabilities(photo_embedding, places, known)


def sighting_rows(longitudes: np.ndarray, latitudes: np.ndarray, season: np.ndarray | float) -> Tensor:
    """Sightings (N, 3) as `sighting_tensor` makes them."""
    return torch.from_numpy(np.stack(np.broadcast_arrays(longitudes, latitudes, season), axis=1).astype(np.float32))


def _season(date: Date | None) -> float:
    fraction = Sighting(date=date).year_fraction
    return math.nan if fraction is None else fraction
