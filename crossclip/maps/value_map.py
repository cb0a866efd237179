"""A map of numbers on land: what all kinds of them share, and the files that they are kept in."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from typing import Any

import numpy as np

from crossclip.files import whole_file
from crossclip.maps.in_notebook import InNotebook
from crossclip.maps.land.coverage import FEW_RECORDS
from crossclip.maps.land.grids import Grid
from crossclip.maps.values.scales import Scale
from crossclip.maps.values.written import AT_SEA, written


@dataclass(frozen=True, eq=False)
class ValueMap(InNotebook):
    """Numbers of places; subclasses say what they are in `title`, `subtitle`, `meaning` and `scale`.

    Attributes:
        values: (height, width) float32, NaN where there is none, as at sea.
        date: None means the year as a whole.
        support: (height, width), which cells are near records the model was trained on; elsewhere
            values are guesses. None where the model does not state where its records are.
        no_value: why land without support has no value, in words.
    """

    grid: Grid
    values: np.ndarray
    date: Date | None = field(default=None, kw_only=True)
    support: np.ndarray | None = field(default=None, kw_only=True)
    no_value: str = field(default=FEW_RECORDS, kw_only=True)

    @property
    def title(self) -> str:
        raise NotImplementedError

    @property
    def scientific(self) -> str:
        """What stands in italics after the title."""
        return ""

    @property
    def subtitle(self) -> str:
        raise NotImplementedError

    @property
    def meaning(self) -> str:
        """What a value is, in words."""
        raise NotImplementedError

    @property
    def scale(self) -> Scale:
        raise NotImplementedError

    @property
    def line(self) -> float | None:
        """The value along which a line is drawn, if there is one."""
        return None

    @property
    def line_meaning(self) -> str:
        """What the line is, in words."""
        return ""

    @property
    def note(self) -> str:
        """What else is to be known of the values, in words; blank for nothing."""
        return ""

    @property
    def percent(self) -> bool:
        """Whether values are written in hundredths."""
        return True

    @property
    def signed(self) -> bool:
        """Whether a value above zero is written with its sign."""
        return False

    @property
    def template(self) -> str:
        """What is written of a value, `{}` being its number."""
        return "{}%"

    @property
    def column(self) -> str:
        """The name of the values in a table."""
        return "value"

    @property
    def shown(self) -> np.ndarray:
        """The values to show: NaN at sea and where there is no support."""
        if self.support is None:
            return self.values
        shown: np.ndarray = np.where(self.support, self.values, np.float32("nan"))
        return shown

    @property
    def known(self) -> np.ndarray:
        """The values that are shown, (cells,)."""
        shown = self.shown
        known: np.ndarray = shown[~np.isnan(shown)]
        return known

    def at(self, longitude: float, latitude: float) -> float | None:
        """The value of the cell a place is in, or of the nearest with land; see `Grid.land_cell`. None where none is
        shown, out at sea and outside the map."""
        cell = self.grid.land_cell(longitude, latitude)
        return None if cell is None or np.isnan(self.shown[cell]) else float(self.shown[cell])

    def words_at(self, longitude: float, latitude: float) -> str:
        """What is written of the value at a place, or why there is none."""
        cell = self.grid.land_cell(longitude, latitude)
        if cell is None:
            return AT_SEA
        value = self.shown[cell]
        return f"no value: {self.no_value}" if np.isnan(value) else written(self, float(value))

    def about(self) -> dict[str, Any]:
        """What the numbers are, for a file that holds them."""
        about = {
            "title": self.title,
            "kind": self.subtitle,
            "date": self.date and self.date.isoformat(),
            "value": self.meaning,
        }
        return about | ({"note": self.note} if self.note else {})

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Write longitude, latitude and `column`, a row for the centre of each land cell with support."""
        write_csv(path, self.grid, {self.column: self.shown})

    def to_geojson(self, path: str | os.PathLike[str]) -> None:
        """Write land cells with support as polygons with the property `column`, in WGS 84."""
        write_geojson(path, self.grid, {self.column: self.shown}, self.about())


def write_csv(path: str | os.PathLike[str], grid: Grid, columns: Mapping[str, np.ndarray]) -> None:
    """Write `longitude,latitude` and columns, arrays (height, width); cells that lack a value are left out."""
    rows, across = _cells(columns)
    numbers = [grid.longitudes[across], grid.latitudes[rows], *(values[rows, across] for values in columns.values())]
    header = ",".join(["longitude", "latitude", *columns])
    with whole_file(path) as draft:
        np.savetxt(draft, np.stack(numbers, axis=1), fmt="%.6g", delimiter=",", header=header, comments="")


def write_geojson(
    path: str | os.PathLike[str], grid: Grid, columns: Mapping[str, np.ndarray], about: Mapping[str, Any]
) -> None:
    """Write cells as polygons with columns, arrays (height, width), as properties."""
    import shapely

    rows, across = _cells(columns)
    x, y = (edges.round(6) for edges in grid.edges)
    cells = shapely.to_geojson(shapely.box(x[across], y[rows + 1], x[across + 1], y[rows]))
    numbers = zip(*(values[rows, across].tolist() for values in columns.values()), strict=True)
    names = [json.dumps(name) for name in columns]
    features = ",\n".join(
        '{"type":"Feature","properties":{'
        + ",".join(f"{name}:{value:.6g}" for name, value in zip(names, row, strict=True))
        + f'}},"geometry":{cell}}}'
        for cell, row in zip(cells, numbers, strict=True)
    )
    with whole_file(path) as draft:
        draft.write_text(
            f'{{"type":"FeatureCollection","about":{json.dumps(about)},"features":[\n{features}\n]}}\n',
            encoding="utf-8",
        )


def _cells(columns: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the cells that have all values."""
    rows, across = np.nonzero(~np.any([np.isnan(values) for values in columns.values()], axis=0))
    return rows, across
