"""Sightings without photos: split by place, and lent to photos that have none of their own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from train.tables.rows import COLUMNS, SIMULATED

CELL_SHARES = {"test": 0.15, "validation": 0.10}  # of one-degree cells; the rest trains
PLACES_PER_PHOTO = 3  # at which each validation and test photo is asked about


def split_by_cell(occurrences: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """Occurrences with a `cell` and a `split`: whole one-degree cells, because neighbouring
    checklists are near-copies."""
    table = occurrences.reset_index(drop=True)
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


def pair_with_photos(
    photos: pd.DataFrame, occurrences: pd.DataFrame, seed: int = 0, places_per_photo: int = PLACES_PER_PHOTO
) -> pd.DataFrame:
    """The one table: occurrences as rows without photo; training photos without place and date (they
    are drawn anew each step); validation and test photos with places and dates of their species in
    cells of the same split. Place and date of a photo are simulated, as in Mac Aodha et al. 2019."""
    rng = np.random.default_rng(seed)
    pools = {key: group for key, group in occurrences.groupby(["species", "split"])}
    rows = [photos[photos.split == "train"]]
    for photo in photos[photos.split != "train"].itertuples():
        places = pools.get((photo.species, photo.split))
        drawn = places.sample(places_per_photo, replace=True, random_state=rng) if places is not None else None
        one = pd.DataFrame({"photo": [photo.photo] * places_per_photo, "species": photo.species, "split": photo.split})
        if drawn is not None:
            for column in ("longitude", "latitude", "date"):
                one[column] = drawn[column].to_numpy()
            one[SIMULATED] = "1"
        rows.append(one)
    table = pd.concat([*rows, occurrences.assign(photo="")], ignore_index=True)
    return table[[*COLUMNS, SIMULATED]].astype(object).fillna("")
