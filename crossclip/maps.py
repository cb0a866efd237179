"""The atlas of a model: maps of species and of embeddings, computed on land, kept for the next question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from threading import Lock

import numpy as np
import torch
from torch import Tensor

from crossclip.cache import TensorCache
from crossclip.colours import EmbeddingColours, even_land_places
from crossclip.coverage import Coverage
from crossclip.errors import CrossClipError
from crossclip.grids import NORTH_AMERICA, WORLD, Extent, Grid
from crossclip.predict import SIGHTING_BATCH, Predictor
from crossclip.sighting import Sighting
from crossclip.species_map import SpeciesMap

CACHE_BYTES = 384 * 2**20  # three North American maps at a quarter of a degree, with all their species
COLOUR_SAMPLE = 100_000  # points on the sphere, three in ten of them on land
FEWEST_COLOURED = 500  # with fewer places near records, colours are fitted to all land


@dataclass(frozen=True, eq=False)
class EmbeddingMap:
    """Which places the model finds alike (paper, Fig. 3a).

    Attributes:
        colours: (height, width, 3) float32, RGB in [0, 1], NaN at sea; see `EmbeddingColours`.
        date, support: as in `SpeciesMap`.
    """

    grid: Grid
    colours: np.ndarray
    date: Date | None = None
    support: np.ndarray | None = None


class Atlas:
    """Maps of one model. What is costly is kept, within `cache_bytes` of memory: the embeddings of a
    grid's land on a date, and from them the probabilities of all species, so that a second species
    on the same date is read off. One atlas serves many threads.

    Args:
        coverage: where the model's training records are; by default what its folder states.
    """

    def __init__(
        self, predictor: Predictor, coverage: Coverage | None = None, cache_bytes: int = CACHE_BYTES
    ) -> None:
        self.predictor = predictor
        self.coverage = coverage or Coverage.in_folder(predictor.model.folder)
        self._cache = TensorCache(cache_bytes)
        self._fitting = Lock()

    def species_map(
        self,
        species: str,
        date: Date | None = None,
        photo: Tensor | None = None,
        extent: Extent = NORTH_AMERICA,
        resolution: float = 0.25,
    ) -> SpeciesMap:
        """The map of a species, by common or scientific name.

        Args:
            date: None for the year as a whole.
            photo: an embedding (1, dim) as `Predictor.embed_photos` gives; None for the species alone.
            resolution: of the cells, degrees.

        Raises:
            CrossClipError: for an unknown species, or a grid that is too fine.
        """
        index = self.predictor.find_species(species)
        dim = self.predictor.config.embedding_dim
        if photo is not None and photo.shape != (1, dim):
            raise CrossClipError(f"a map is given one photo, an embedding (1, {dim}), not {tuple(photo.shape)}")
        grid = Grid.over(extent, resolution)
        values = self._probability(index, grid, date, photo)
        config = self.predictor.config
        return SpeciesMap(
            grid, grid.on_land(values.numpy()), config.species[index], config.scientific_names[index],
            date, photo is not None, self.support(grid),
        )  # fmt: skip

    def embedding_map(self, date: Date | None = None, extent: Extent = WORLD, resolution: float = 0.5) -> EmbeddingMap:
        """The colours of all land; None for the year as a whole."""
        grid = Grid.over(extent, resolution)
        with self._fitting:
            colours = self._colours
        return EmbeddingMap(grid, grid.on_land(colours(self.embeddings(grid, date).numpy())), date, self.support(grid))

    def embeddings(self, grid: Grid, date: Date | None) -> Tensor:
        """Unit vectors (cells, dim) of the grid's land cells, in the order of `Grid.land_places`."""

        def compute() -> Tensor:
            season = np.nan if date is None else Sighting(date=date).year_fraction
            return self.predictor.embed_sightings(_rows(*grid.land_places, season))

        return self._cache.get((grid, date), compute)

    def support(self, grid: Grid) -> np.ndarray | None:
        """Which land cells are near training records, (height, width); None if the model does not say."""
        if self.coverage is None:
            return None

        def compute() -> Tensor:
            return torch.from_numpy(self.coverage.supports(*grid.land_places))

        return grid.on_land(self._cache.get((grid, "support"), compute).numpy(), fill=False)

    def _probability(self, species: int, grid: Grid, date: Date | None, photo: Tensor | None) -> Tensor:
        places = self.embeddings(grid, date)
        known = "meta" if photo is None else "photo+meta"
        parts = places.split(SIGHTING_BATCH)
        count = len(self.predictor.species)

        def all_species() -> Tensor:
            # Species first: a map reads one species of all places.
            table = torch.empty(count, len(places))
            for part, columns in zip(parts, table.split(SIGHTING_BATCH, dim=1), strict=True):
                columns.copy_(self.predictor.probabilities(photo, part, known).T)
            return table

        if 4 * count * len(places) > self._cache.max_bytes:
            return torch.cat([self.predictor.probabilities(photo, part, known)[:, species] for part in parts])
        photo_key = None if photo is None else photo.cpu().numpy().tobytes()
        return self._cache.get((grid, date, photo_key), all_species)[species]

    @cached_property
    def _colours(self) -> EmbeddingColours:
        places = np.stack(even_land_places(COLOUR_SAMPLE))
        if self.coverage is not None and (near := self.coverage.supports(*places)).sum() >= FEWEST_COLOURED:
            places = places[:, near]
        # Every fifth place without a date, the others in one of four seasons.
        seasons = np.resize([np.nan, 0.0, 0.25, 0.5, 0.75], places.shape[1])
        return EmbeddingColours(self.predictor.embed_sightings(_rows(*places, seasons)).numpy())


def _rows(longitudes: np.ndarray, latitudes: np.ndarray, season: np.ndarray | float) -> Tensor:
    """Sightings (N, 3) as `sighting_tensor` makes them."""
    return torch.from_numpy(np.stack(np.broadcast_arrays(longitudes, latitudes, season), axis=1).astype(np.float32))
