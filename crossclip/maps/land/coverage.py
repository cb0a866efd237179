"""Where a model has learned from records, so that maps can say where it has not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.sphere import on_sphere
from crossclip.tables import TableError, read_table

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

COVERAGE_FILE = "coverage.csv"
SURVEYS_FILE = "surveys.csv"
NEAR, ENOUGH = 2.0, 10
"""With fewer than `ENOUGH` records within `NEAR` degrees of arc (about 220 km), a map is a guess."""
FEW_RECORDS = f"fewer than {ENOUGH} records within {NEAR:g}° of arc"
NO_SURVEYS = f"fewer than {ENOUGH} surveys within {NEAR:g}° of arc"
UNDATED = 0
"""The month of records whose date is not known."""


class CoverageError(CrossClipError):
    """A coverage table that cannot be read."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """Cells of one degree that hold records a model was trained on, month by month.

    Attributes:
        longitudes, latitudes: centres of the cells, (cells,), degrees; a cell comes once a month that has records.
        records: how many there are in each, (cells,).
        months: when they were made, (cells,), 1 to 12 or `UNDATED`.
    """

    longitudes: np.ndarray
    latitudes: np.ndarray
    records: np.ndarray
    months: np.ndarray

    @classmethod
    def of(cls, longitudes: ArrayLike, latitudes: ArrayLike, months: ArrayLike | None = None) -> Coverage:
        """Count records, given their places and months (records,), in cells of one degree; no months: undated."""
        centres = np.floor(np.stack([longitudes, latitudes], axis=1)) + 0.5
        when = np.full(len(centres), UNDATED) if months is None else np.asarray(months, dtype=int)
        cells, records = np.unique(np.column_stack([centres, when]), axis=0, return_counts=True)
        return cls(cells[:, 0], cells[:, 1], records, cells[:, 2].astype(int))

    @classmethod
    def in_folder(cls, folder: Path | None, file: str = COVERAGE_FILE) -> Coverage | None:
        """The coverage of a file in a model folder: of all records, or in `SURVEYS_FILE` of survey runs alone; None
        where the model does not state any."""
        path = None if folder is None else folder / file
        return cls.read(path) if path is not None and path.is_file() else None

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Coverage:
        """Read a table of `longitude,latitude,records,month`; without the last, all records are undated.

        Raises:
            CoverageError: if it is not such a table.
        """
        columns = ("longitude", "latitude", "records")
        try:
            rows = read_table(path, columns).rows
            table = np.array(
                [[*(float(row[name]) for name in columns), float(row.get("month", UNDATED))] for row in rows]
            )
        except (TableError, ValueError) as error:
            raise CoverageError(f"{path} is not a table of longitude,latitude,records,month: {error}") from None
        if not len(table) or not np.isfinite(table).all() or (np.abs(table[:, :2]) > (180, 90)).any():
            raise CoverageError(f"{path} must hold cells on the globe with the number of records in each")
        if not np.isin(table[:, 3], range(13)).all():
            raise CoverageError(f"{path} has a month that is none: write 1 to 12, or {UNDATED} where it is unknown")
        return cls(table[:, 0], table[:, 1], table[:, 2].astype(int), table[:, 3].astype(int))

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the table that `read` reads, whole or not at all."""
        rows = np.stack([self.longitudes, self.latitudes, self.records, self.months], axis=1)
        header = "longitude,latitude,records,month"
        with whole_file(path) as draft:
            np.savetxt(draft, rows, fmt=("%.1f", "%.1f", "%d", "%d"), delimiter=",", header=header, comments="")

    def records_near(self, longitudes: ArrayLike, latitudes: ArrayLike, date: Date | None = None) -> np.ndarray:
        """How many records lie in cells within `NEAR` degrees of arc of places, arrays (places,).

        Args:
            date: counts what was recorded in its month and in the two beside it, and what has no date; None counts all.
        """
        return self._near(longitudes, latitudes)[:, month_of(date)]

    def supports(self, longitudes: ArrayLike, latitudes: ArrayLike, date: Date | None = None) -> np.ndarray:
        """Whether there are `ENOUGH` records near places, arrays (places,), in the season of a date or in all."""
        return self.records_near(longitudes, latitudes, date) >= ENOUGH

    def supports_by_month(self, longitudes: ArrayLike, latitudes: ArrayLike) -> np.ndarray:
        """What `supports` says without a date and for a date in each of the months, (places, 13); see `month_of`."""
        return self._near(longitudes, latitudes) >= ENOUGH

    def _near(self, longitudes: ArrayLike, latitudes: ArrayLike) -> np.ndarray:
        """Records near places in each season, (places, 13)."""
        from scipy.sparse import csr_array
        from scipy.spatial import cKDTree

        tree, seasons = self._tree_and_seasons
        places = cKDTree(on_sphere(longitudes, latitudes))
        chord = 2 * np.sin(np.radians(NEAR) / 2)
        pairs = places.sparse_distance_matrix(tree, chord, output_type="ndarray")
        shape = places.n, len(seasons)
        near = csr_array((np.ones(len(pairs), int), (pairs["i"], pairs["j"])), shape=shape)
        counts: np.ndarray = near @ seasons
        return counts

    @cached_property
    def _tree_and_seasons(self) -> tuple[cKDTree, np.ndarray]:
        """The places of cells, and how many records each has in all and in the season of each month, (places, 13)."""
        from scipy.spatial import cKDTree

        places, index = np.unique(np.stack([self.longitudes, self.latitudes], axis=1), axis=0, return_inverse=True)
        monthly = np.zeros((len(places), 13), dtype=int)
        np.add.at(monthly, (index, self.months), self.records)
        dated = monthly[:, 1:]
        seasons = dated + np.roll(dated, 1, axis=1) + np.roll(dated, -1, axis=1) + monthly[:, [UNDATED]]
        return cKDTree(on_sphere(*places.T)), np.column_stack([monthly.sum(axis=1), seasons])


def few_records(coverage: Coverage | None, date: Date | None) -> str:
    """Why a place has no value on a date, in words."""
    of_season = coverage is not None and date is not None and coverage.months.any()
    return f"{FEW_RECORDS} in that season" if of_season else FEW_RECORDS


def month_of(date: Date | None) -> int:
    """The column of a date in tables by month: 1 to 12, and 0 for no date."""
    return 0 if date is None else date.month
