"""`nabirds_with_loc_2019.json` and `birdsnap_with_loc_2019.json` of Mac Aodha et al. (2019).

Each holds the lists `train`, `val` and `test` of photos with a place and a date, and the names of the `classes`
that `class_id` counts from 0. `ebird_meta` was drawn from eBird checklists with the same species, those of 2015
for train and of 2016 for val and test: it is simulated. `orig_meta`, in Birdsnap alone, is the photo's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from train.data.common import DatasetError, degrees, first_of, iso_date, read_json, records, user_names
from train.tables.rows import SIMULATED

SPLITS = {"train": "train", "val": "validation", "test": "test"}
EBIRD, ORIGINAL = "ebird_meta", "orig_meta"


def read_located(path: Path, meta: str = EBIRD, fields: Sequence[str] = ()) -> pd.DataFrame:
    """One row a photo: the file's own fields, `class_name`, and `longitude`, `latitude`, `date`, `split`,
    `simulated` and `photographer`, of a simulated place the observer of its checklist.

    Args:
        meta: which of the places and dates to take.
        fields: what each photo must have besides path, class and place.

    Raises:
        DatasetError: for another file, an entry without class, path or place, or a class outside the list.
    """
    content = read_json(path, [*SPLITS, "classes"])
    entries = [entry | {"split": split} for name, split in SPLITS.items() for entry in content[name]]
    table = records(entries, ["im_path", "class_id", meta, *fields], path)
    outside = set(table.class_id) - set(range(len(content["classes"])))
    if outside:
        raise DatasetError(f"{path} has labels outside its {len(content['classes'])} classes: {first_of(outside)}")
    places = records(table[meta].to_list(), ["lon", "lat", "date", "user_id"], path)
    table = table.assign(
        class_name=table.class_id.map(lambda number: content["classes"][number].strip()),
        longitude=degrees(places.lon),
        latitude=degrees(places.lat),
        date=places.date.map(iso_date),
        photographer=user_names(places.user_id),
    )
    known = table.longitude.notna() | (table.date != "")
    return table.assign(**{SIMULATED: (known & (meta == EBIRD)).map({True: "1", False: "0"})})
