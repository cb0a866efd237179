"""Which places train, validate and test: whole two-degree cells, the same for every source of records."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

SIDE = 2  # degrees
SHARES = {"test": 0.10, "validation": 0.10}  # of the cells; the rest trains
MIDDLE = -100.0  # degrees east: between west and east of the continent
GRADES = 3  # of how many records a cell has


def cells_of(longitude: ArrayLike, latitude: ArrayLike) -> np.ndarray:
    """A number for the cell of each place; coordinates are multiples of 0.05 degrees."""
    west, south = (
        np.floor((np.asarray(degrees, float) + 1e-6) / SIDE).astype(int) for degrees in (longitude, latitude)
    )
    return (west + 180 // SIDE) * (180 // SIDE) + south + 90 // SIDE


def split_of_cells(records: pd.DataFrame, others: Sequence[pd.DataFrame], seed: int = 0) -> dict[int, str]:
    """The split of each cell that has a record in any of the tables.

    Cells are drawn within strata, so that each split has its share of cells with routes, of rich ones and of both
    sides of the continent.

    Args:
        records: by whose number cells are graded; all tables have `longitude` and `latitude`.
        others: more tables, the first of which says where survey routes lie.
    """
    counts = [pd.Series(cells_of(table.longitude, table.latitude)).value_counts() for table in (records, *others)]
    table = pd.concat(counts, axis=1).fillna(0).sort_index().set_axis(range(len(counts)), axis=1)
    grade = table[0].rank(method="first", pct=True).mul(GRADES).clip(upper=GRADES - 0.001).astype(int)
    west = table.index // (180 // SIDE) * SIDE - 180 < MIDDLE
    strata = table.groupby([table[1] > 0, grade, west]).groups
    rng, split = np.random.default_rng(seed), pd.Series("train", index=table.index)
    for _, cells in sorted(strata.items()):
        drawn, offset, start = rng.permutation(cells), rng.random(), 0.0  # an offset: small strata are not always cut
        for name, share in SHARES.items():
            stop = start + share * len(drawn)
            split[drawn[int(start + offset) : int(stop + offset)]] = name
            start = stop
    return split.to_dict()
