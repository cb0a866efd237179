"""The atlas of a model: maps of species and of embeddings, computed on land, kept for the next question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.maps.colours import EmbeddingColours, coloured_sightings
from crossclip.maps.land.coverage import NO_SURVEYS, SURVEYS_FILE, Coverage, few_records
from crossclip.maps.land.extents import NORTH_AMERICA, WORLD, Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.land.record_density import RecordDensity
from crossclip.maps.land_values import LandValues
from crossclip.maps.place_map import EmbeddingMap, PlaceSimilarity, TextAgreement
from crossclip.maps.species_map import SpeciesMap
from crossclip.maps.value_map import ValueMap
from crossclip.maps.values.readings import MID_SEASON, OUT_OF_SEASON, Reading, check_reading
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

if TYPE_CHECKING:
    from crossclip.words.text_query import TextQuery

CACHE_BYTES = 384 * 2**20  # three North American maps at a quarter of a degree, with all their species
YEAR_RESOLUTION = 1.0  # degrees: a year of North America in the seconds that a lap takes to play


class Atlas:
    """Maps of one model. What is costly is kept, within `cache_bytes` of memory: the embeddings of a
    grid's land on a date, and from them the probabilities of all species, so that a second species
    on the same date is read off. One atlas serves many threads.

    Args:
        coverage, surveys: where training records and survey runs are; by default what the model's folder states.
    """

    def __init__(
        self,
        predictor: Predictor,
        coverage: Coverage | None = None,
        cache_bytes: int = CACHE_BYTES,
        surveys: Coverage | None = None,
    ) -> None:
        self.predictor = predictor
        self.coverage = coverage or Coverage.in_folder(predictor.folder)
        runs = surveys or Coverage.in_folder(predictor.folder, SURVEYS_FILE)
        self._values = LandValues(predictor, self.coverage, cache_bytes, runs)
        self.record_density = RecordDensity(self.coverage) if self.coverage else None
        self._fitting = Lock()

    def species_map(
        self,
        species: str,
        date: Date | None = None,
        photo_embedding: Tensor | None = None,
        extent: Extent = NORTH_AMERICA,
        resolution: float = 0.25,
        reading: Reading = "next",
    ) -> SpeciesMap:
        """The map of a species, by common or scientific name.

        Args:
            date: None for the year as a whole, and in the reading "visit" for the middle of its season.
            photo_embedding: (1, dim) as `Predictor.embed_photos` gives; None for the species alone.
            resolution: of the cells, degrees.
            reading: "next", that the next bird reported is of the species, or "visit", that a morning's visit finds it.

        Raises:
            CrossClipError: for an unknown species, a grid that is too fine, or what `check_reading` refuses.
        """
        index, photo = self._asked(species, reading, date, photo_embedding), photo_embedding
        date = MID_SEASON if reading == "visit" and date is None else date
        grid = Grid.over(extent, resolution)
        drawn = self._blank(grid, index, date, photo, reading)
        if drawn.out_of_season:
            return drawn
        places = self._values.embeddings(grid, date, supported=True)
        return self._with_values(drawn, self._values.of_species(index, (grid, date), places, photo, reading))

    def species_year(
        self,
        species: str,
        photo_embedding: Tensor | None = None,
        extent: Extent = NORTH_AMERICA,
        resolution: float = YEAR_RESOLUTION,
        reading: Reading = "next",
        weeks: Sequence[int] | None = None,
    ) -> tuple[SpeciesMap, ...]:
        """The maps of a species in all weeks of the year, or in some, computed at once for all species and kept;
        without values where nothing is known. Arguments and errors are those of `species_map`."""
        index, photo = self._asked(species, reading, None, photo_embedding), photo_embedding
        grid, weeks = Grid.over(extent, resolution), tuple(weeks or WEEKS)
        maps = [self._blank(grid, index, week_day(week), photo, reading) for week in weeks]
        places = self._values.year_embeddings(grid, weeks)
        cells = [int(self._values.supported_cells(grid, drawn.date).sum()) for drawn in maps]
        if reading == "visit":  # of the weeks of one season
            first, *_, last = [number for number, drawn in enumerate(maps) if not drawn.out_of_season]
            places = places[sum(cells[:first]) : sum(cells[: last + 1])]
            cells = [0 if drawn.out_of_season else count for drawn, count in zip(maps, cells, strict=True)]
        # Half precision is enough for pictures of 255 levels.
        values = self._values.of_species(index, (grid, weeks), places, photo, reading, torch.float16)
        return tuple(
            drawn if drawn.out_of_season else self._with_values(drawn, week)
            for drawn, week in zip(maps, torch.split(values.float(), cells), strict=True)
        )

    def year_edges(self, grid: Grid, year: Sequence[ValueMap]) -> list[np.ndarray]:
        """Where the weeks of a year have values, on a finer grid of the same extent, (height, width) each."""
        nowhere = np.zeros_like(grid.land)
        return [self._values.supported_cells(grid, week.date) if week.known.size else nowhere for week in year]

    def embedding_map(self, date: Date | None = None, extent: Extent = WORLD, resolution: float = 0.5) -> EmbeddingMap:
        """The colours of all land; None for the year as a whole."""
        grid = Grid.over(extent, resolution)
        with self._fitting:
            colours = self._colours
        values = grid.on_land(colours(self.embeddings(grid, date).numpy()))
        return EmbeddingMap(grid, values, date, self.support(grid, date), few_records(self.coverage, date))

    def similarity_map(
        self, place: Sighting, date: Date | None = None, extent: Extent = WORLD, resolution: float = 0.5
    ) -> PlaceSimilarity:
        """How alike all land is to a place, on the same date."""
        there = self.predictor.embed_sightings([replace(place, date=date)])[0]
        return PlaceSimilarity(**self._likeness(there, date, Grid.over(extent, resolution)), place=place)

    def text_map(
        self, query: TextQuery, date: Date | None = None, extent: Extent = WORLD, resolution: float = 0.5
    ) -> TextAgreement:
        """Where all land agrees with a text; see `read_text`."""
        return TextAgreement(**self._likeness(query.embedding, date, Grid.over(extent, resolution)), text=query.read_as)

    def _likeness(self, embedding: Tensor, date: Date | None, grid: Grid) -> dict[str, Any]:
        """What a map of cosines with an embedding (dim,) is made of."""
        values = grid.on_land((self.embeddings(grid, date) @ embedding).numpy())
        support, no_value = self.support(grid, date), few_records(self.coverage, date)
        return {"grid": grid, "values": values, "date": date, "support": support, "no_value": no_value}

    def species_table(self, grid: Grid, date: Date | None) -> tuple[np.ndarray, Tensor]:
        """The cells near records, (height, width), and the probabilities (species, cells) of all species there."""
        places = self._values.embeddings(grid, date, supported=True)
        return self._values.supported_cells(grid, date), self._values.of_all_species((grid, date), places)

    def embeddings(self, grid: Grid, date: Date | None) -> Tensor:
        """Unit vectors (cells, dim) of the grid's land cells, in the order in which `grid.land` selects them."""
        return self._values.embeddings(grid, date)

    def support(self, grid: Grid, date: Date | None = None) -> np.ndarray | None:
        """Which land cells are near records of a date's season, or of all, (height, width); None if that is unknown."""
        return self._values.support(grid, date)

    def _blank(self, grid: Grid, species: int, date: Date | None, photo: Tensor | None, reading: Reading) -> SpeciesMap:
        """A map that has no values yet, and is not supported where nothing is known of its season."""
        config = self.predictor.config
        drawn = SpeciesMap(
            grid,
            np.full((grid.height, grid.width), np.nan, dtype=np.float32),
            config.species[species],
            config.scientific_names[species],
            given_photo=photo is not None,
            reading=reading,
            summer_only=config.species[species] in config.summer_only,
            date=date,
            support=np.zeros_like(grid.land),
            no_value=OUT_OF_SEASON,
        )
        if drawn.out_of_season:
            return drawn
        return replace(drawn, support=self.support(grid, date), no_value=few_records(self.coverage, date))

    def _with_values(self, drawn: SpeciesMap, values: Tensor) -> SpeciesMap:
        """A map with the values (cells,) of the cells near records."""
        cells = self._values.supported_cells(drawn.grid, drawn.date)
        drawn = replace(drawn, values=drawn.grid.spread(values.numpy(), cells))
        if drawn.reading == "next" or (surveyed := self._values.surveyed(drawn.grid)) is None:
            return drawn
        known = np.where(surveyed, drawn.values, np.float32("nan"))
        return replace(drawn, values=known, support=cells & surveyed, no_value=NO_SURVEYS)

    def _asked(self, species: str, reading: Reading, date: Date | None, photo: Tensor | None) -> int:
        """The index of a species of which a map can be made so."""
        config, index = self.predictor.config, self.predictor.find_species(species)
        if photo is not None and photo.shape != (wanted := (1, config.embedding_dim)):
            raise CrossClipError(f"a map is given one photo, an embedding {wanted}, not {tuple(photo.shape)}")
        check_reading(config, config.species[index], reading, date, photo is not None)
        return index

    @cached_property
    def _colours(self) -> EmbeddingColours:
        return EmbeddingColours(self.predictor.embed_sightings(coloured_sightings(self.coverage)).numpy())
