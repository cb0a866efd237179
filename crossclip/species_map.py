"""The map of one species: its numbers, what they mean, and the files they are kept in."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date as Date

import numpy as np

from crossclip.files import whole_file
from crossclip.grids import Grid

PHOTO_ENDS = (0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True, eq=False)
class SpeciesMap:
    """Where one species is likely, for the species alone or given a photo.

    Attributes:
        values: (height, width) float32, NaN at sea. Calibrated probabilities over all species of the
            model: without a photo, that the next bird reported at the place on the date is this
            species; given a photo, that the bird in it is this species, had it been taken there.
        date: None means the year as a whole.
        support: (height, width), which cells are near records the model was trained on; elsewhere
            values are guesses. None where the model does not state where its records are.
    """

    grid: Grid
    values: np.ndarray
    species: str
    scientific_name: str
    date: Date | None = None
    given_photo: bool = False
    support: np.ndarray | None = None

    @property
    def meaning(self) -> str:
        """What a value is, in words."""
        if self.given_photo:
            return "probability that the bird in this photo, if taken here, is this species"
        return "probability that the next bird reported here is this species"

    @property
    def shown(self) -> np.ndarray:
        """The values to show: NaN at sea and where there is no support."""
        return self.values if self.support is None else np.where(self.support, self.values, np.float32("nan"))

    @property
    def scale(self) -> tuple[float, float]:
        """The value at which colours end, and the power that they follow.

        Without a photo the end is the 99.5th percentile of what is shown, and colours follow the
        square root: among hundreds of species most probabilities are small, and the margins of a
        range should be seen. Given a photo the end is the first of `PHOTO_ENDS` that is no less: a
        species that the photo rules out stays pale everywhere.
        """
        known = self.shown[~np.isnan(self.shown)]
        end = float(np.percentile(known, 99.5)) if known.size else 1.0
        if self.given_photo:
            return next((round_end for round_end in PHOTO_ENDS if end <= round_end), PHOTO_ENDS[-1]), 1.0
        return max(end, 1e-6), 0.5

    def at(self, longitude: float, latitude: float) -> float | None:
        """The value of the cell a place is in; None at sea and outside the map."""
        cell = self.grid.cell(longitude, latitude)
        return None if cell is None or np.isnan(self.values[cell]) else float(self.values[cell])

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Write `longitude,latitude,value`, a row for the centre of each land cell with support."""
        rows, columns = np.nonzero(~np.isnan(self.shown))
        table = np.stack(
            [self.grid.longitudes[columns], self.grid.latitudes[rows], self.values[rows, columns]], axis=1
        )
        with whole_file(path) as draft:
            np.savetxt(draft, table, fmt="%.6g", delimiter=",", header="longitude,latitude,value", comments="")

    def to_geojson(self, path: str | os.PathLike[str]) -> None:
        """Write land cells with support as polygons with the property `value`, in WGS 84."""
        import shapely

        rows, columns = np.nonzero(~np.isnan(self.shown))
        x, y = (edges.round(6) for edges in self.grid.edges)
        cells = shapely.to_geojson(shapely.box(x[columns], y[rows + 1], x[columns + 1], y[rows]))
        features = ",\n".join(
            f'{{"type":"Feature","properties":{{"value":{value:.6g}}},"geometry":{cell}}}'
            for cell, value in zip(cells, self.values[rows, columns].tolist(), strict=True)
        )
        about = {
            "species": self.species, "scientific_name": self.scientific_name,
            "date": self.date and self.date.isoformat(), "value": self.meaning,
        }  # fmt: skip
        with whole_file(path) as draft:
            draft.write_text(
                f'{{"type":"FeatureCollection","about":{json.dumps(about)},"features":[\n{features}\n]}}\n',
                encoding="utf-8",
            )
