"""The one table that all training reads: `photo, species, longitude, latitude, date, split`.

Further columns may stand beside: `simulated` says "1" where the place and date of a row were not recorded with its
photo, `photographer` who reported it, `scientific_name` what its species is called in science."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting, sighting_tensor
from train.tables.stored import file_of
from train.tables.text_table import text_table

COLUMNS = ("photo", "species", "longitude", "latitude", "date", "split")
SPLITS = ("train", "validation", "test")
SIMULATED, PHOTOGRAPHER, SCIENTIFIC = "simulated", "photographer", "scientific_name"  # columns that may be missing


class RowsError(CrossClipError):
    """A training table that cannot be used; the message names the column or the row."""


@dataclass(frozen=True)
class Rows:
    """Rows of a table as training takes them.

    Attributes:
        photos: (N,) absolute paths; "" where a row has no photo.
        labels: (N,) class indices.
        sightings: (N, 3) as `sighting_tensor` makes them; NaN where unknown.
        classes: how many classes there are, seen here or not.
        simulated: (N,) bool: place and date are not the photo's own, but drawn from sightings of its species.
        photographers: (N,) number of who reported the row, -1 where the table does not say.
    """

    photos: np.ndarray
    labels: Tensor
    sightings: Tensor
    classes: int
    simulated: Tensor
    photographers: Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, rows: np.ndarray | Tensor | Sequence[int]) -> Rows:
        rows = torch.as_tensor(rows)
        return Rows(
            self.photos[rows.numpy()],
            self.labels[rows],
            self.sightings[rows],
            self.classes,
            self.simulated[rows],
            self.photographers[rows],
        )

    def with_photos(self) -> Rows:
        """The rows that have a photo."""
        return self[self.has_photo.nonzero()[:, 0]]

    def places_alone(self) -> Rows:
        """The rows with a place or date and no photo."""
        return self[(~self.has_photo & self.has_sighting).nonzero()[:, 0]]

    def without_photos(self) -> Rows:
        """The same rows, for what learns from places and dates alone."""
        return replace(self, photos=np.full_like(self.photos, ""))

    def without_sightings(self) -> Rows:
        """The same rows, for what learns from photos alone."""
        return replace(self, sightings=torch.full_like(self.sightings, torch.nan))

    def digest(self) -> str:
        """A fingerprint of the rows: what was trained on them may not go on with others."""
        parts = ("\n".join(self.photos).encode(), self.labels.numpy().tobytes(), self.sightings.numpy().tobytes())
        return sha256(b"\0".join(parts)).hexdigest()

    @property
    def distinct_photos(self) -> list[str]:
        """The photos of the rows, each once, in the order of their paths."""
        return np.unique(self.photos[self.photos != ""]).tolist()

    @property
    def photo_numbers(self) -> Tensor:
        """(N,) which of the distinct photos each row is about, where every row has one."""
        return torch.from_numpy(np.unique(self.photos, return_inverse=True)[1])

    @property
    def has_photo(self) -> Tensor:
        return torch.from_numpy(self.photos != "")

    @property
    def has_sighting(self) -> Tensor:
        return ~self.sightings.isnan().all(dim=1)

    @property
    def photo_classes(self) -> Tensor:
        """(classes,) bool: which classes have any photo here."""
        present = torch.zeros(self.classes, dtype=torch.bool)
        present[self.labels[self.has_photo]] = True
        return present


def read_rows(path: str | Path) -> pd.DataFrame:
    """Read and check a table. Photo paths are relative to the table's folder.

    Raises:
        RowsError: naming missing columns, unknown splits or the first impossible row.
    """
    path = Path(path)
    try:
        table = text_table(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error  # a file's own words would repeat its name
        raise RowsError(f"{path} cannot be read as a table: {reason}") from None
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise RowsError(f"{path} lacks the column(s) {', '.join(missing)}: it needs {', '.join(COLUMNS)}")
    unknown = sorted(set(table.split) - set(SPLITS))
    if unknown:
        raise RowsError(f"{path} has the split {unknown[0]!r}: use {', '.join(SPLITS)}")
    strange = sorted(set(table.get(SIMULATED, ())) - {"", "0", "1"})
    if strange:
        raise RowsError(f"{path} has {strange[0]!r} in the column {SIMULATED}: use 1, 0 or leave it blank")
    table["photo"] = [str((path.parent / photo).resolve()) if photo else "" for photo in table.photo]
    return table


def rows_of(table: pd.DataFrame, species: Sequence[str], split: str) -> Rows:
    """The rows of one split, with class indices into `species`.

    Raises:
        RowsError: for a species outside the list, an impossible place or date, or a missing photo.
    """
    part = table[table.split == split]
    index = {name: i for i, name in enumerate(species)}
    strangers = sorted(set(part.species) - set(index))
    if strangers:
        raise RowsError(f"{len(strangers)} species of the table are unknown to the model, {strangers[0]!r} first")
    if lost := [file for file in map(file_of, part.photo.unique()) if file and not Path(file).is_file()]:
        raise RowsError(f"{len(lost)} photos of the table are missing, {lost[0]} first")
    sightings = read_sightings(part)
    labels = torch.tensor([index[name] for name in part.species], dtype=torch.long)
    simulated = torch.tensor([flag == "1" for flag in part.get(SIMULATED, [""] * len(part))], dtype=torch.bool)
    names = part[PHOTOGRAPHER] if PHOTOGRAPHER in part else pd.Series("", index=part.index)
    codes = pd.Categorical(names, sorted(set(table.get(PHOTOGRAPHER, ())) - {""})).codes
    return Rows(
        part.photo.to_numpy(dtype=str),
        labels,
        sighting_tensor(sightings),
        len(species),
        simulated,
        torch.from_numpy(codes.astype("int64")),
    )


def scientific_names(table: pd.DataFrame, species: Sequence[str]) -> tuple[str, ...]:
    """Of each species the scientific name that the table gives, "" where it gives none or repeats the common one."""
    if SCIENTIFIC not in table:
        return ("",) * len(species)
    given = table[(table[SCIENTIFIC] != "") & (table[SCIENTIFIC] != table.species)]
    known = dict(zip(given.species, given[SCIENTIFIC], strict=True))
    return tuple(known.get(name, "") for name in species)


def read_sightings(table: pd.DataFrame) -> list[Sighting]:
    """Place and date of each row.

    Raises:
        RowsError: naming the first row whose place or date is impossible, as counted in a file with a header.
    """
    sightings = []
    for row, photo, *place in table[["photo", "longitude", "latitude", "date"]].itertuples():
        try:
            sightings.append(Sighting.parse(*place))
        except CrossClipError as error:
            raise RowsError(f"row {row + 2} of the table: {error}" + f" ({photo})" * bool(photo)) from None
    return sightings


def hidden(sightings: Tensor, place: bool = False, date: bool = False) -> Tensor:
    """Sightings (N, 3) without their place, their date or both."""
    sightings = sightings.clone()
    if place:
        sightings[:, :2] = torch.nan
    if date:
        sightings[:, 2] = torch.nan
    return sightings
