"""Where a photo could have been taken: P(place | photo) over the land near records, on a date.

A photo tells of places by its species: P(place | photo) goes as how densely records lie at a place, times the sum over
species of P(species | photo) P(species | place) / P(species). `train.demo.photo_places` measures it beside other ways,
such as the cosine of the photo's embedding with those of places and dates, and fits its temperature.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.maps.land.extents import NORTH_AMERICA, Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.value_map import ValueMap
from crossclip.maps.values.scales import Scale
from crossclip.sighting import Sighting
from crossclip.sphere import EARTH

if TYPE_CHECKING:
    from crossclip.maps.atlas import Atlas

CALIBRATION = "place|photo"
"""The temperature in a model's configuration that divides the logarithms of what a photo says of places."""
SQUARE = 1e4  # km2, of 100 by 100 km: what a value is the probability of
HALF = 0.5
PERCENTILE = 99.5


@dataclass(frozen=True, eq=False)
class PhotoPlaces(ValueMap):
    """Where one photo could have been taken. Values are probabilities of squares of `SQUARE` km2: those of cells,
    by their areas, sum to one over the map.

    Attributes:
        temperature: by which it was calibrated.
    """

    temperature: float = field(kw_only=True)

    @property
    def title(self) -> str:
        return "Where this photo could have been taken"

    @property
    def subtitle(self) -> str:
        return "From the species it may show, and where people report birds"

    @property
    def meaning(self) -> str:
        return "probability that the photo was taken in a square of 100 km around here"

    @property
    def column(self) -> str:
        return "probability_of_10000_km2"

    @property
    def template(self) -> str:
        return "{}% in a square of 100 km"

    @property
    def scale(self) -> Scale:
        return Scale(0.0, max(float(np.percentile(self.known, PERCENTILE)), 1e-9), power=0.5)

    @property
    def line(self) -> float | None:
        return self._half[0]

    @property
    def line_meaning(self) -> str:
        return "Half of the probability lies inside"

    @property
    def best(self) -> Sighting:
        """The likeliest place."""
        row, column = np.unravel_index(int(np.nanargmax(self.shown)), self.shown.shape)
        return Sighting(float(self.grid.longitudes[column]), float(self.grid.latitudes[row]), self.date)

    def less_likely(self, longitude: float, latitude: float) -> float | None:
        """The share of the map's land that is less likely than a place; None where the place has no value."""
        value = self.at(longitude, latitude)
        if value is None:
            return None
        cells = ~np.isnan(self.shown)
        area = cell_areas(self.grid, cells)
        return float(area[self.shown[cells] < value].sum() / area.sum())

    @property
    def half_share(self) -> float:
        """In which share of the map's land half of the probability lies: near a half where the photo says nothing."""
        return self._half[1]

    @property
    def words(self) -> str:
        """What the map says, in a sentence."""
        if self.half_share > 0.4:
            return "This photo says next to nothing about where it was taken: its birds live all over the map"
        return f"Half of the probability lies in {self.half_share:.0%} of the map's land, inside the line"

    def about(self) -> dict[str, Any]:
        return super().about() | {"temperature": self.temperature}

    @cached_property
    def _half(self) -> tuple[float, float]:
        """The value that half of the probability lies above, and the share of the land where it does."""
        cells = ~np.isnan(self.shown)
        values, area = self.shown[cells], cell_areas(self.grid, cells)
        order = np.argsort(-values)
        inside = np.cumsum(values[order] * area[order])
        last = min(int(np.searchsorted(inside, HALF * inside[-1])), len(order) - 1)
        return float(values[order[last]]), float(area[order[: last + 1]].sum() / area.sum())


def photo_places(
    atlas: Atlas,
    photo_embedding: Tensor,
    date: Date | None = None,
    extent: Extent = NORTH_AMERICA,
    resolution: float = 0.5,
) -> PhotoPlaces:
    """Where a photo could have been taken, by the species it may show and by where people report birds; where a model
    does not state its records, as if they reported everywhere alike.

    Args:
        photo_embedding: (1, dim) as `Predictor.embed_photos` gives.
        date: None for the year as a whole.
        resolution: of the cells, degrees.

    Raises:
        CrossClipError: for a grid that is too fine, or an extent without land near records.
    """
    grid = Grid.over(extent, resolution)
    cells, table = atlas.species_table(grid, date)
    if not cells.any():
        raise CrossClipError(f"the extent {extent} has no land near records: nothing is known of photos there")
    predictor = atlas.predictor
    nothing = predictor.embed_sightings([Sighting()])
    species = predictor.probabilities(photo_embedding, nothing, "photo")
    area = torch.from_numpy(cell_areas(grid, cells)).float()
    temperature = predictor.config.calibration.get(CALIBRATION, 1.0)
    logits = by_species(species, table, area)
    if (density := atlas.record_density) is not None:
        logits = logits + density(np.stack(grid.places(cells), axis=1))
    (values,) = densities(logits, area, temperature)
    return PhotoPlaces(
        grid,
        grid.spread((SQUARE * values).numpy(), cells),
        date=date,
        support=atlas.support(grid, date),
        temperature=temperature,
    )


def by_species(species: Tensor, table: Tensor, area: Tensor) -> Tensor:
    """Logarithms (N, cells) of what photos say of places: how much more of their species is there than all over.

    Args:
        species: probabilities (N, species) by the photos alone.
        table: (species, cells), of all species at each place.
        area: (cells,) of the cells.
    """
    everywhere = (table @ (area / area.sum())).clamp_min(1e-9)
    return ((species / everywhere) @ table).clamp_min(1e-30).log()


def densities(logits: Tensor, area: Tensor, temperature: float) -> Tensor:
    """Probabilities (N, cells) of a unit of area, which times the cells' areas (cells,) sum to one."""
    return (logits / temperature + area.log()).softmax(dim=1) / area


def cell_areas(grid: Grid, cells: np.ndarray) -> np.ndarray:
    """Areas in km2 of the cells of a mask (height, width), in the order in which it selects them."""
    longitudes, latitudes = (np.radians(edges) for edges in grid.edges)
    rows = EARTH**2 * np.abs(np.diff(np.sin(latitudes))) * (longitudes[1] - longitudes[0])
    areas: np.ndarray = rows[np.nonzero(cells)[0]]
    return areas
