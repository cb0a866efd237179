"""One scale for all weeks of a year, known before the year has been computed cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from crossclip.maps.atlas import Atlas
from crossclip.maps.land.extents import NORTH_AMERICA, Extent
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap, shared_scale
from crossclip.maps.values.readings import Reading
from crossclip.maps.values.scales import Scale
from crossclip.maps.weeks import WEEKS

COARSE_CELLS = 40  # from west to east: of North America three degrees
COARSE_WEEKS = WEEKS[::2]


def coarse_year(
    atlas: Atlas,
    species: str,
    photo_embedding: Tensor | None = None,
    extent: Extent = NORTH_AMERICA,
    reading: Reading = "next",
) -> tuple[SpeciesMap, ...]:
    """Every other week of a species in cells so wide that they are there in a quarter of a second: the scale of its
    finer maps, of one week or of all, and where they open, are those of this year. Arguments and errors as of
    `species_map`."""
    across, up = extent.east - extent.west, extent.north - extent.south
    return atlas.species_year(species, photo_embedding, extent, min(across / COARSE_CELLS, up), reading, COARSE_WEEKS)


def year_scale(years: Sequence[Sequence[SpeciesMap]], difference: bool = False) -> Scale:
    """The one scale of species side by side, or of the difference of two, through their years."""
    if difference:
        first, second = years
        return shared_scale([SpeciesDifference.between(*pair) for pair in zip(first, second, strict=True)])
    return shared_scale([week for year in years for week in year])
