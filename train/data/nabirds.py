"""NABirds (Van Horn et al. 2015) with the simulated places and dates of Mac Aodha et al. (2019).

The text files and images/ come from Cornell, nabirds_with_loc_2019.json from the authors of the geo prior. The
official test split stays; the file's `val`, two photos of each category out of the official train, is validation.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pandas as pd

from train.data.common import Dataset, DatasetError, first_of, unique_names
from train.data.listings import read_listing, read_listings
from train.data.located import read_located

META_FILE = "nabirds_with_loc_2019.json"
LEVELS = ("category", "species")


def add_arguments(parser: ArgumentParser) -> None:
    option = parser.add_argument
    option("--root", type=Path, required=True, help="folder with images.txt, hierarchy.txt and images/")
    option("--meta", type=Path, help=f"{META_FILE}, if it is not in ROOT")
    option("--level", choices=LEVELS, default=LEVELS[0], help="555 visual categories, or species without sex and age")
    parser.set_defaults(read=read_nabirds)


def read_nabirds(root: Path, meta: Path | None = None, level: str = LEVELS[0]) -> Dataset:
    """All photos, with their place in the hierarchy in the column `lineage`.

    Args:
        meta: nabirds_with_loc_2019.json; in `root` by default.
        level: "category" for names such as Northern Cardinal (Adult Male), "species" for Northern Cardinal.

    Raises:
        DatasetError: naming the file that is missing, cut short or of other photos.
    """
    meta = meta or root / META_FILE
    images, located = read_listings(root), read_located(meta)
    if strangers := set(images.path) ^ set(located.im_path):
        raise DatasetError(f"{meta} and {root / 'images.txt'} name different photos: {first_of(strangers)}")
    table = images.drop(columns="split").merge(
        located, left_on="path", right_on="im_path", suffixes=("", "_located"), validate="1:1"
    )
    official = table.path.map(images.set_index("path").split)
    if moved := set(table.path[(official == "test") != (table.split == "test")]):
        raise DatasetError(f"{meta} and {root / 'train_test_split.txt'} test different photos: {first_of(moved)}")
    if renamed := set(table.path[table.class_name != table.class_name_located]):
        raise DatasetError(f"{meta} and {root / 'classes.txt'} name photos differently: {first_of(renamed)}")
    classes = read_listing(root / "classes.txt")
    parents = read_listing(root / "hierarchy.txt")
    used = classes[table.class_id.unique()]
    species = table.class_id.map(category_names(used) if level == "category" else used.map(species_name))
    lineage = table.class_id.map({id_: _lineage(id_, parents, classes) for id_ in used.index})
    columns = ["photo", "longitude", "latitude", "date", "split", "simulated", "photographer"]
    return Dataset(table[columns].assign(species=species, lineage=lineage))


def species_name(category: str) -> str:
    """Northern Cardinal (Adult Male) without its bracket."""
    return category.split(" (")[0]


def category_names(names: pd.Series) -> pd.Series:
    """Names by class id, the id added inside the bracket where a name stands for several categories."""
    numbered = [
        f"{name[:-1]}, class {id_})" if name.endswith(")") else f"{name} (class {id_})" for id_, name in names.items()
    ]
    return unique_names(names, pd.Series(numbered, index=names.index))


def _lineage(id_: str, parents: pd.Series, classes: pd.Series) -> str:
    """Names from the root of the hierarchy down to the parent."""
    above: list[str] = []
    while id_ in parents.index and parents[id_] not in above:
        id_ = parents[id_]
        above.append(id_)
    if strangers := set(above) - set(classes.index):
        raise DatasetError(f"hierarchy.txt has classes that classes.txt lacks: {first_of(strangers)}")
    return " > ".join(classes[above[::-1]])
