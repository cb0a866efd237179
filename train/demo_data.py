"""Tables of the demo model from the real photos and occurrences in `--data`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from train.rows import COLUMNS, TableError

CELL_SHARES = {"test": 0.15, "validation": 0.10}  # of one-degree cells; the rest trains
VALIDATION_PHOTOS = 0.12  # of the official training photos
PLACES_PER_PHOTO = 3  # at which each validation and test photo is asked about


def read_species(data: Path) -> pd.DataFrame:
    """The species with a class in the public bird classifier and at least 20 occurrences."""
    try:
        species = pd.read_csv(data / "data/species.csv")
    except OSError:
        raise TableError(f"{data} is not the data folder: there is no data/species.csv in it") from None
    known = species[species.teacher_index.notna() & (species.dated + species.undated >= 20)]
    known = known.assign(teacher_index=known.teacher_index.astype(int)).reset_index(drop=True)
    # A few species have no scientific name in the occurrence records; the classifier's class list has.
    classes = pd.read_csv(data / "weights/inat_birds_classes.csv", index_col="index")
    named = classes.scientific_name[known.teacher_index].set_axis(known.index)
    return known.assign(scientific_name=known.scientific_name.fillna(named))


def read_occurrences(data: Path, species: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """Occurrences with a `cell` and a `split`: whole one-degree cells, because neighbouring
    checklists are near-copies."""
    table = pd.read_csv(data / "data/occurrences.csv.gz")
    table = table[table.species.isin(set(species.species))].reset_index(drop=True)
    table["cell"] = one_degree_cells(table.longitude, table.latitude)
    cells = np.random.default_rng(seed).permutation(np.unique(table.cell))
    split = pd.Series("train", index=cells)
    start = 0
    for name, share in CELL_SHARES.items():
        stop = start + int(share * len(cells))
        split.iloc[start:stop] = name
        start = stop
    table["split"] = table.cell.map(split)
    return table


def one_degree_cells(longitude: pd.Series, latitude: pd.Series) -> pd.Series:
    """A number for the one-degree cell of each place; coordinates are multiples of 0.05 degrees."""
    west, south = np.floor(longitude + 1e-6).astype(int), np.floor(latitude + 1e-6).astype(int)
    return (west + 180) * 180 + south + 90


def read_photos(data: Path, seed: int = 0) -> pd.DataFrame:
    """All photos with absolute paths; part of the official training photos becomes validation."""
    table = pd.read_csv(data / "data/cub100/photos.csv", keep_default_na=False)
    table["photo"] = [str((data / "data/cub100" / photo).resolve()) for photo in table.photo]
    held_back = np.random.default_rng(seed).random(len(table)) < VALIDATION_PHOTOS
    table.loc[held_back & (table.split == "train"), "split"] = "validation"
    return table


def held_out_species(species: pd.DataFrame, seed: int = 0, count: int = 20) -> set[str]:
    """Photographed species to be treated as if they had no photo."""
    photographed = species.species[species.photos > 0]
    return set(np.random.default_rng(seed).choice(photographed, count, replace=False))


def demo_table(photos: pd.DataFrame, occurrences: pd.DataFrame, species: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """The one table: occurrences as rows without photo; training photos without place and date (they
    are drawn anew each step); validation and test photos with places and dates of their species in
    cells of the same split. Place and date of a photo are simulated, as in Mac Aodha et al. 2019."""
    rng = np.random.default_rng(seed)
    known = photos[photos.species.isin(set(species.species))]
    pools = {key: group for key, group in occurrences.groupby(["species", "split"])}
    rows = [known[known.split == "train"]]
    for photo in known[known.split != "train"].itertuples():
        places = pools.get((photo.species, photo.split))
        drawn = places.sample(PLACES_PER_PHOTO, replace=True, random_state=rng) if places is not None else None
        one = pd.DataFrame({"photo": [photo.photo] * PLACES_PER_PHOTO, "species": photo.species, "split": photo.split})
        if drawn is not None:
            for column in ("longitude", "latitude", "date"):
                one[column] = drawn[column].to_numpy()
        rows.append(one)
    table = pd.concat([*rows, occurrences.assign(photo="")], ignore_index=True)
    return table[list(COLUMNS)].astype(object).fillna("")

