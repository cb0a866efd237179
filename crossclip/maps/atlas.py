"""The atlas of a model: maps of species and of embeddings, computed on land, kept for the next question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from functools import cached_property
from threading import Lock

import numpy as np
import torch
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.maps.colours import EmbeddingColours, even_land_places
from crossclip.maps.coverage import Coverage
from crossclip.maps.grids import NORTH_AMERICA, WORLD, Extent, Grid
from crossclip.maps.land_values import LandValues, sighting_rows
from crossclip.maps.place_map import EmbeddingMap, PlaceSimilarity, TextAgreement
from crossclip.maps.species_map import SpeciesMap
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.predict import Predictor
from crossclip.sighting import Sighting
from crossclip.text_query import TextQuery

CACHE_BYTES = 384 * 2**20  # three North American maps at a quarter of a degree, with all their species
YEAR_RESOLUTION = 1.0  # degrees: a year of North America in the seconds that a lap takes to play
COLOUR_SAMPLE = 100_000  # points on the sphere, three in ten of them on land
FEWEST_COLOURED = 500  # with fewer places near records, colours are fitted to all land


class Atlas:
    """Maps of one model. What is costly is kept, within `cache_bytes` of memory: the embeddings of a
    grid's land on a date, and from them the probabilities of all species, so that a second species
    on the same date is read off. One atlas serves many threads.

    Args:
        coverage: where the model's training records are; by default what its folder states.
    """

    def __init__(self, predictor: Predictor, coverage: Coverage | None = None, cache_bytes: int = CACHE_BYTES) -> None:
        self.predictor = predictor
        self.coverage = coverage or Coverage.in_folder(predictor.folder)
        self._values = LandValues(predictor, self.coverage, cache_bytes)
        self._fitting = Lock()

    def species_map(
        self,
        species: str,
        date: Date | None = None,
        photo_embedding: Tensor | None = None,
        extent: Extent = NORTH_AMERICA,
        resolution: float = 0.25,
    ) -> SpeciesMap:
        """The map of a species, by common or scientific name.

        Args:
            date: None for the year as a whole.
            photo_embedding: (1, dim) as `Predictor.embed_photos` gives; None for the species alone.
            resolution: of the cells, degrees.

        Raises:
            CrossClipError: for an unknown species, or a grid that is too fine.
        """
        index, given = self.predictor.find_species(species), self._checked(photo_embedding)
        grid = Grid.over(extent, resolution)
        probability = self._values.of_species(
            index, (grid, date), self._values.embeddings(grid, date, supported=True), given
        )
        return self._species_map(grid, probability.numpy(), index, date, given)

    def species_year(
        self,
        species: str,
        photo_embedding: Tensor | None = None,
        extent: Extent = NORTH_AMERICA,
        resolution: float = YEAR_RESOLUTION,
    ) -> tuple[SpeciesMap, ...]:
        """The maps of a species in all weeks of the year, computed at once for all species and kept.
        Arguments and errors are those of `species_map`."""
        index, given = self.predictor.find_species(species), self._checked(photo_embedding)
        grid = Grid.over(extent, resolution)
        # Half precision is enough for pictures of 255 levels.
        probability = self._values.of_species(
            index, (grid, "year"), self._values.year_embeddings(grid), given, torch.float16
        )
        weeks = probability.float().view(len(WEEKS), -1).numpy()
        return tuple(
            self._species_map(grid, values, index, week_day(week), given)
            for week, values in zip(WEEKS, weeks, strict=True)
        )

    def embedding_map(self, date: Date | None = None, extent: Extent = WORLD, resolution: float = 0.5) -> EmbeddingMap:
        """The colours of all land; None for the year as a whole."""
        grid = Grid.over(extent, resolution)
        with self._fitting:
            colours = self._colours
        return EmbeddingMap(grid, grid.on_land(colours(self.embeddings(grid, date).numpy())), date, self.support(grid))

    def similarity_map(
        self, place: Sighting, date: Date | None = None, extent: Extent = WORLD, resolution: float = 0.5
    ) -> PlaceSimilarity:
        """How alike all land is to a place, on the same date."""
        grid = Grid.over(extent, resolution)
        there = self.predictor.embed_sightings([replace(place, date=date)])[0]
        values = grid.on_land((self.embeddings(grid, date) @ there).numpy())
        return PlaceSimilarity(grid, values, date=date, support=self.support(grid), place=place)

    def text_map(
        self, query: TextQuery, date: Date | None = None, extent: Extent = WORLD, resolution: float = 0.5
    ) -> TextAgreement:
        """Where all land agrees with a text; see `read_text`."""
        grid = Grid.over(extent, resolution)
        values = grid.on_land((self.embeddings(grid, date) @ query.embedding).numpy())
        return TextAgreement(grid, values, date=date, support=self.support(grid), text=query.read_as)

    def embeddings(self, grid: Grid, date: Date | None) -> Tensor:
        """Unit vectors (cells, dim) of the grid's land cells, in the order in which `grid.land` selects them."""
        return self._values.embeddings(grid, date)

    def support(self, grid: Grid) -> np.ndarray | None:
        """Which land cells have `ENOUGH` records near them, (height, width); None if the model does not say."""
        return self._values.support(grid)

    def _species_map(
        self, grid: Grid, values: np.ndarray, species: int, date: Date | None, photo_embedding: Tensor | None
    ) -> SpeciesMap:
        """A map from the values (cells,) of the cells near records."""
        config = self.predictor.config
        return SpeciesMap(
            grid,
            grid.spread(values, self._values.supported_cells(grid)),
            config.species[species],
            config.scientific_names[species],
            given_photo=photo_embedding is not None,
            date=date,
            support=self.support(grid),
        )

    def _checked(self, photo_embedding: Tensor | None) -> Tensor | None:
        dim = self.predictor.config.embedding_dim
        if photo_embedding is not None and photo_embedding.shape != (1, dim):
            shape = tuple(photo_embedding.shape)
            raise CrossClipError(f"a map is given one photo, an embedding (1, {dim}), not {shape}")
        return photo_embedding

    @cached_property
    def _colours(self) -> EmbeddingColours:
        places = np.stack(even_land_places(COLOUR_SAMPLE))
        if self.coverage is not None and (near := self.coverage.supports(*places)).sum() >= FEWEST_COLOURED:
            places = places[:, near]
        # Every fifth place without a date, the others in one of four seasons.
        seasons = np.resize([np.nan, 0.0, 0.25, 0.5, 0.75], places.shape[1])
        return EmbeddingColours(self.predictor.embed_sightings(sighting_rows(places[0], places[1], seasons)).numpy())
