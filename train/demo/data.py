"""Tables of the demo model from the real photos and records in `--data`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from train.data.occurrences import pair_with_photos
from train.demo.places.cells import cells_of, split_of_cells
from train.tables.rows import RowsError

FEWEST = 20  # occurrences, or runs of surveys on which it was found, of a species that is listed
VALIDATION_PHOTOS = 0.12  # of the official training photos


@dataclass(frozen=True)
class DemoData:
    """Everything that the demo model learns from and is measured by.

    Attributes:
        folder: with data/ and weights/.
    """

    folder: Path

    @cached_property
    def species(self) -> pd.DataFrame:
        """`species, scientific_name, teacher_index, photos, records, runs` of each listed species: those with a class
        in the public bird classifier and `FEWEST` records of either kind."""
        species = self._read("species.csv")
        runs = self._read("survey_counts.csv.gz").groupby("species").survey.nunique()
        species["records"] = species.dated + species.undated
        species["runs"] = species.species.map(runs).fillna(0).astype(int)
        enough = (species.records >= FEWEST) | (species.runs >= FEWEST)
        listed = species[species.teacher_index.notna() & enough].reset_index(drop=True)
        listed["teacher_index"] = listed.teacher_index.astype(int)
        # A few species have no scientific name in the records; the classifier's class list has.
        classes = pd.read_csv(self.folder / "weights/inat_birds_classes.csv", index_col="index").scientific_name
        listed["scientific_name"] = listed.scientific_name.fillna(listed.teacher_index.map(classes))
        return listed

    @property
    def names(self) -> list[str]:
        return self.species.species.tolist()

    @cached_property
    def occurrences(self) -> pd.DataFrame:
        """`species, longitude, latitude, date, split` of reported birds."""
        table = self._read("occurrences.csv.gz")
        return self._split(table[table.species.isin(self.names)])

    @cached_property
    def feeders(self) -> pd.DataFrame:
        """The same of birds at garden feeders in a winter; no absences."""
        table = self._read("feeders.csv.gz")
        return self._split(table[table.species.isin(self.names)])

    @cached_property
    def runs(self) -> pd.DataFrame:
        """`survey, longitude, latitude, date, split` of runs of survey routes."""
        return self._split(self._read("surveys.csv.gz"))

    @cached_property
    def counts(self) -> np.ndarray:
        """(runs, species) float32: how many of each were found on a run; 0 where a covered species was not."""
        table = self._read("survey_counts.csv.gz")
        table = table[table.species.isin(self.names)]
        counts = np.zeros((len(self.runs), len(self.names)), np.float32)
        rows = pd.Series(range(len(self.runs)), index=self.runs.survey)[table.survey]
        columns = pd.Series(range(len(self.names)), index=self.names)[table.species]
        counts[rows.to_numpy(), columns.to_numpy()] = table["count"].to_numpy()
        return counts

    @property
    def covered(self) -> list[str]:
        """Species whose absence from a run is known: those that the survey table ever names."""
        return self.species.species[self.species.runs > 0].tolist()

    @property
    def summer_only(self) -> list[str]:
        """Species that rest on summer surveys alone."""
        return self.species.species[self.species.records < FEWEST].tolist()

    @cached_property
    def photos(self) -> pd.DataFrame:
        """`photo, cub_class, species, split`, absolute paths; part of the official training photos validates."""
        folder = self.folder / "data/cub100"
        table = pd.read_csv(folder / "photos.csv", keep_default_na=False)
        table["photo"] = [str((folder / photo).resolve()) for photo in table.photo]
        held_back = np.random.default_rng(0).random(len(table)) < VALIDATION_PHOTOS
        table.loc[held_back & (table.split == "train"), "split"] = "validation"
        return table

    @property
    def others(self) -> pd.DataFrame:
        """`photo, species` of birds that are not listed, from both sources."""
        unlisted = self.photos[~self.photos.species.isin(self.names)]
        return pd.concat([unlisted.assign(species=unlisted.cub_class), self._check(listed=False)])

    @property
    def check_photos(self) -> pd.DataFrame:
        """`photo, species, split`: listed birds from another source than all training, for choosing and reporting."""
        return self._check(listed=True)

    def _check(self, listed: bool) -> pd.DataFrame:
        folder = self.folder / "data/check_photos"
        table = pd.read_csv(folder / "photos.csv")
        table["photo"] = [str((folder / photo).resolve()) for photo in table.photo]
        return table[table.species.isin(self.names) == listed].assign(split="test")

    def held_out_species(self, draw: int, count: int = 20) -> set[str]:
        """The `draw`-th of several disjoint sets of photographed species, to be treated as if they had no photo."""
        photographed = sorted(set(self.photos.species) & set(self.names))
        shuffled = np.random.default_rng(0).permutation(photographed)
        return set(shuffled[draw * count : (draw + 1) * count])

    def table(self, photos: pd.DataFrame) -> pd.DataFrame:
        """The one table of photos of listed species and of all occurrences; see `pair_with_photos`."""
        return pair_with_photos(photos[photos.species.isin(self.names)], self.occurrences)

    @cached_property
    def _splits(self) -> dict[int, str]:
        listed = [self._read(name) for name in ("occurrences.csv.gz", "feeders.csv.gz")]
        occurrences, feeders = (table[table.species.isin(self.names)] for table in listed)
        routes = self._read("surveys.csv.gz").drop_duplicates(["longitude", "latitude"])
        return split_of_cells(occurrences, [routes, feeders])

    def _split(self, table: pd.DataFrame) -> pd.DataFrame:
        cells = pd.Series(cells_of(table.longitude, table.latitude), index=table.index)
        return table.assign(cell=cells, split=cells.map(self._splits)).reset_index(drop=True)

    def _read(self, name: str) -> pd.DataFrame:
        try:
            return pd.read_csv(self.folder / "data" / name)
        except OSError:
            raise RowsError(f"{self.folder} is not the data folder: there is no data/{name} in it") from None
