"""The tables of one variant of the demo model: what it trains on, chooses by and is tested with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from crossclip.files import whole_file
from train.demo.data import DemoData
from train.tables.rows import Rows, rows_of


@dataclass(frozen=True)
class DemoTables:
    """Tables of photos, records and their splits.

    Attributes:
        hidden: species whose photos take no part in any training.
    """

    data: DemoData
    hidden: frozenset[str]

    @property
    def photos(self) -> pd.DataFrame:
        """The photos of species that are not hidden."""
        return self.data.photos[~self.data.photos.species.isin(self.hidden)]

    @cached_property
    def table(self) -> pd.DataFrame:
        """Photos that train, validate and test, and all records. The check photos choose temperatures together with
        the validation photos, at places of validation cells."""
        return self.data.table(pd.concat([self.photos, self.data.check_photos.assign(split="validation")]))

    def rows(self, split: str) -> Rows:
        return rows_of(self.table, self.data.names, split)

    @cached_property
    def unseen(self) -> dict[str, pd.DataFrame]:
        """Photos of hidden species, if any, and the check photos, all as tests, at places of test cells."""
        hidden = self.data.photos[self.data.photos.species.isin(self.hidden)].assign(split="test")
        photos = {"held-out": hidden, "check": self.data.check_photos}
        tables = {name: self.data.table(part) for name, part in photos.items() if len(part)}
        return {name: table[table.photo != ""] for name, table in tables.items()}

    def unseen_rows(self) -> dict[str, Rows]:
        return {name: rows_of(table, self.data.names, "test") for name, table in self.unseen.items()}

    def write(self, folder: Path) -> None:
        """`table.csv`, as training reads it, and the photos that no training saw, `held-out.csv` and `check.csv`."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in {"table": self.table, **self.unseen}.items():
            with whole_file(folder / f"{name}.csv") as draft:
                table.to_csv(draft, index=False)
