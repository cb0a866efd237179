"""Where a model has learned from records, so that maps can say where it has not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.tables import TableError, read_table

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

COVERAGE_FILE = "coverage.csv"
NEAR, ENOUGH = 2.0, 10
"""With fewer than `ENOUGH` records within `NEAR` degrees of arc (about 220 km), a map is a guess."""
FEW_RECORDS = f"fewer than {ENOUGH} records within {NEAR:g}° of arc"


class CoverageError(CrossClipError):
    """A coverage table that cannot be read."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """Cells of one degree that hold records a model was trained on.

    Attributes:
        longitudes, latitudes: centres of the cells, (cells,), degrees.
        records: how many there are in each, (cells,).
    """

    longitudes: np.ndarray
    latitudes: np.ndarray
    records: np.ndarray

    @classmethod
    def of(cls, longitudes: ArrayLike, latitudes: ArrayLike) -> Coverage:
        """Count records, given their places (records,), in cells of one degree."""
        cells = np.floor(np.stack([longitudes, latitudes], axis=1)) + 0.5
        centres, records = np.unique(cells, axis=0, return_counts=True)
        return cls(centres[:, 0], centres[:, 1], records)

    @classmethod
    def in_folder(cls, folder: Path | None) -> Coverage | None:
        """The coverage that lies in a model folder; None where the model does not state any."""
        path = None if folder is None else folder / COVERAGE_FILE
        return cls.read(path) if path is not None and path.is_file() else None

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Coverage:
        """Read a table of `longitude,latitude,records`.

        Raises:
            CoverageError: if it is not such a table.
        """
        columns = ("longitude", "latitude", "records")
        try:
            table = np.array([[float(row[name]) for name in columns] for row in read_table(path, columns).rows])
        except (TableError, ValueError) as error:
            raise CoverageError(f"{path} is not a table of longitude,latitude,records: {error}") from None
        if not len(table) or not np.isfinite(table).all() or (np.abs(table[:, :2]) > (180, 90)).any():
            raise CoverageError(f"{path} must hold cells on the globe with the number of records in each")
        return cls(table[:, 0], table[:, 1], table[:, 2].astype(int))

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the table that `read` reads, whole or not at all."""
        rows = np.stack([self.longitudes, self.latitudes, self.records], axis=1)
        with whole_file(path) as draft:
            np.savetxt(
                draft, rows, fmt=("%.1f", "%.1f", "%d"), delimiter=",", header="longitude,latitude,records", comments=""
            )

    def records_near(self, longitudes: ArrayLike, latitudes: ArrayLike) -> np.ndarray:
        """How many records lie in cells within `NEAR` degrees of arc of places, arrays (places,)."""
        chord = 2 * np.sin(np.radians(NEAR) / 2)
        cells = self._tree.query_ball_point(_on_sphere(longitudes, latitudes), chord)
        return np.array([self.records[near].sum() for near in cells], dtype=int)

    def supports(self, longitudes: ArrayLike, latitudes: ArrayLike) -> np.ndarray:
        """Whether there are `ENOUGH` records near places, arrays (places,)."""
        return self.records_near(longitudes, latitudes) >= ENOUGH

    @cached_property
    def _tree(self) -> cKDTree:
        from scipy.spatial import cKDTree

        return cKDTree(_on_sphere(self.longitudes, self.latitudes))


def _on_sphere(longitudes: ArrayLike, latitudes: ArrayLike) -> np.ndarray:
    longitude, latitude = np.radians(longitudes), np.radians(latitudes)
    return np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=-1
    )
