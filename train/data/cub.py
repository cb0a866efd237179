"""CUB-200-2011 (Wah et al. 2011), whose photos have no place or date, paired with a table of occurrences.

Photos and occurrences meet by species. The occurrences are split by whole one-degree cells; validation and
test photos get simulated places of their species in cells of their split; the place of a training photo stays
blank, to be drawn anew at each step.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path

import pandas as pd

from crossclip.model.config import CONFIG_FILE, CrossClipConfig
from train.data.common import Dataset, DatasetError, degrees, iso_date, read_csv, read_text
from train.data.listings import read_listings
from train.data.occurrences import PLACES_PER_PHOTO, pair_with_photos, split_by_cell
from train.data.splits import VALIDATION, add_split_options, carve
from train.tables.rows import SCIENTIFIC


def add_arguments(parser: ArgumentParser) -> None:
    option = parser.add_argument
    option("--root", type=Path, required=True, help="folder with images.txt and images/")
    option("--occurrences", type=Path, required=True, help="CSV of species, longitude, latitude, date; may be gzipped")
    option("--photos-table", type=Path, help="CSV of photo (seen from ROOT), species, split instead of images.txt")
    option("--names", type=Path, help="CSV of cub_class, species for classes that OCCURRENCES names otherwise")
    option("--min-occurrences", type=int, default=0, help="leave out species with fewer")
    option("--known-to", type=Path, help="model folder: leave out species that it does not know")
    option("--places", type=int, default=PLACES_PER_PHOTO, help="rows for each validation and test photo")
    option(
        "--develop",
        type=float,
        default=0.0,
        help="share of each species' training photos that stands in for the "
        "test photos, which are left out together with their places: to choose settings by",
    )
    option("--fold", type=int, default=0, help="which photos and cells stand in, with --develop")
    add_split_options(parser, test=False)
    parser.set_defaults(read=read_cub)


def read_cub(
    root: Path,
    occurrences: Path,
    photos_table: Path | None = None,
    names: Path | None = None,
    min_occurrences: int = 0,
    known_to: Path | None = None,
    places: int = PLACES_PER_PHOTO,
    validation: float = VALIDATION,
    develop: float = 0.0,
    fold: int = 0,
    seed: int = 0,
) -> Dataset:
    """The photos and occurrences of all species that have photos.

    Args:
        photos_table: CSV of photo, species, split in place of the original text files; rows without species
            are left out.
        names: CSV of cub_class, species where the class name alone does not tell the species.
        min_occurrences: species with fewer are left out.
        known_to: folder of a model; species outside its list are left out.
        places: rows for each validation and test photo, each with a place of its own.
        validation: share of each species' training photos that becomes validation.
        develop: share of them that becomes the test split, if not 0; the test photos and what was seen
            in the test cells are left out then, so that settings chosen by this table have not met them.
        fold: another number draws other photos and cells to stand in.

    Raises:
        DatasetError: naming the file and what would be right.
    """
    seen = read_csv(occurrences, ["species", "longitude", "latitude", "date"])
    seen = seen.assign(
        longitude=degrees(seen.longitude), latitude=degrees(seen.latitude), date=seen.date.map(iso_date)
    ).dropna(subset=["longitude", "latitude"])
    photos = _photos_of_table(photos_table, root) if photos_table else _photos_of_listings(root, seen, names)
    counts = seen.species.value_counts().reindex(photos.species.unique(), fill_value=0)
    kept = counts.index[counts >= min_occurrences]
    if known_to:
        kept = kept.intersection(CrossClipConfig.from_json(read_text(known_to / CONFIG_FILE)).species)
    if kept.empty:
        raise DatasetError(f"no photographed species has {min_occurrences} occurrences in {occurrences}: same names?")
    photos = photos[photos.species.isin(kept)].reset_index(drop=True)
    seen = split_by_cell(seen[seen.species.isin(kept)], seed)
    if develop:
        photos = carve(photos[photos.split != "test"], develop, seed + fold, split="test")
        seen = split_by_cell(seen[seen.split != "test"], seed + fold)
    photos = carve(photos, validation, seed)
    notes = []
    if left_out := sorted(set(counts.index) - set(kept)):
        notes.append(f"{len(left_out)} photographed species left out: {', '.join(left_out)}")
    if placeless := sorted(counts.index[counts == 0].intersection(kept)):
        notes.append(f"{len(placeless)} species have photos and no occurrence: {', '.join(placeless)}")
    table = pair_with_photos(photos, seen, seed, places)
    if SCIENTIFIC in seen:
        table[SCIENTIFIC] = table.species.map(dict(zip(seen.species, seen[SCIENTIFIC], strict=True))).fillna("")
    return Dataset(table, tuple(notes))


def _photos_of_table(path: Path, root: Path) -> pd.DataFrame:
    table = read_csv(path, ["photo", "species", "split"])
    return table[table.species != ""].assign(photo=str(root) + "/" + table.photo)[["photo", "species", "split"]]


def _photos_of_listings(root: Path, seen: pd.DataFrame, names: Path | None) -> pd.DataFrame:
    images = read_listings(root)
    classes = images.class_name.str.replace(r"^\d+\.", "", regex=True)
    by_key = {_key(name): name for name in seen.species.unique()}
    if names:
        by_key |= {_key(row.cub_class): row.species for row in read_csv(names, ["cub_class", "species"]).itertuples()}
    # A class without occurrences keeps its own name, with spaces.
    species = {name: by_key.get(_key(name)) or name.replace("_", " ") for name in classes.unique()}
    return images.assign(species=classes.map(species))[["photo", "species", "split"]]


def _key(name: str) -> str:
    """CUB writes Brewer's Blackbird as Brewer_Blackbird, and hyphens as underscores."""
    return re.sub("[^a-z]", "", name.lower().replace("'s", ""))
