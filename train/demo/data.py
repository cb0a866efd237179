"""Tables of the demo model from the real photos and occurrences in `--data`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from train.data.occurrences import pair_with_photos, split_by_cell
from train.rows import RowsError

VALIDATION_PHOTOS = 0.12  # of the official training photos


def read_species(data: Path) -> pd.DataFrame:
    """The species with a class in the public bird classifier and at least 20 occurrences."""
    try:
        species = pd.read_csv(data / "data/species.csv")
    except OSError:
        raise RowsError(f"{data} is not the data folder: there is no data/species.csv in it") from None
    known = species[species.teacher_index.notna() & (species.dated + species.undated >= 20)]
    known = known.assign(teacher_index=known.teacher_index.astype(int)).reset_index(drop=True)
    # A few species have no scientific name in the occurrence records; the classifier's class list has.
    classes = pd.read_csv(data / "weights/inat_birds_classes.csv", index_col="index")
    named = classes.scientific_name[known.teacher_index].set_axis(known.index)
    return known.assign(scientific_name=known.scientific_name.fillna(named))


def read_occurrences(data: Path, species: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """Occurrences of the species, split by place."""
    table = pd.read_csv(data / "data/occurrences.csv.gz")
    return split_by_cell(table[table.species.isin(set(species.species))], seed)


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
    """The one table of these species; see `pair_with_photos`."""
    return pair_with_photos(photos[photos.species.isin(set(species.species))], occurrences, seed)
