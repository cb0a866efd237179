"""The splits of a data set: those that it gives, and those that are carved from its training photos."""

from __future__ import annotations

from argparse import ArgumentParser

import pandas as pd

from train.data.common import DatasetError, degrees, iso_date

SHORT_SPLITS = {"val": "validation", "valid": "validation"}
"""Names of splits that others use, and ours."""
TEST, VALIDATION = 0.2, 0.1
"""Shares that are carved unless told otherwise."""


def add_split_options(parser: ArgumentParser, test: bool = True) -> None:
    """Options of what is carved; without `test` for data sets that have a test split of their own."""
    option = parser.add_argument
    if test:
        option("--test", type=float, default=TEST, help="share of each species' photos, where no test split is given")
    left = "the rest, where no validation split is given" if test else "each species' training photos"
    option("--validation", type=float, default=VALIDATION, help=f"share of {left}")
    option("--seed", type=int, default=0, help="of the splits")


def with_splits(table: pd.DataFrame, test: float, validation: float, seed: int) -> pd.DataFrame:
    """A table of text with places as numbers, dates as days and splits by our names, those that lack carved.

    Args:
        table: photo, species, longitude, latitude, date and split, each of which may be blank.
        test, validation: shares of each species' photos.

    Raises:
        DatasetError: naming the place, date or share that cannot be.
    """
    table = table.assign(
        longitude=degrees(table.longitude),
        latitude=degrees(table.latitude),
        date=table.date.map(iso_date),
        split=table.split.replace({"": "train"} | SHORT_SPLITS),
    )
    return carve(carve(table, test, seed, "test"), validation, seed)


def carve(table: pd.DataFrame, share: float, seed: int, split: str = "validation") -> pd.DataFrame:
    """Move this share of each class's training photos to another split, unless that is given already.

    Raises:
        DatasetError: if the share is not from 0 to below 1.
    """
    if not 0 <= share < 1:
        raise DatasetError(f"the share {share:g} of photos for {split} must be from 0 to below 1")
    if (table.split == split).any():
        return table
    train = table[(table.split == "train") & (table.photo != "")]
    moved = train.groupby("species").sample(frac=share, random_state=seed).index
    return table.assign(split=table.split.mask(table.index.isin(moved), split))
