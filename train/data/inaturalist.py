"""iNaturalist 2017, 2018 and 2021 (Van Horn et al. 2018, 2021): photos with the places where they were taken.

The labels of the official test photos are not public, so the official val is the test split, and validation is
carved from train. 2017 and 2018 have their places in files of their own (inat2018_locations.zip), 2021 in the
annotations. The names of 2018 were published later, as categories.json.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pandas as pd

from train.data.common import (
    Dataset,
    DatasetError,
    degrees,
    first_of,
    iso_date,
    read_json,
    records,
    unique_names,
    user_names,
)
from train.data.splits import VALIDATION, add_split_options, carve
from train.tables.rows import SCIENTIFIC

YEARS = (2017, 2018, 2021)


def add_arguments(parser: ArgumentParser) -> None:
    option = parser.add_argument
    option("--root", type=Path, required=True, help="folder with the annotations, the locations and the photo folders")
    option("--year", type=int, choices=YEARS, required=True, help="of the data set")
    option("--mini", action="store_true", help="2021: train on the 50 photos a species of train_mini.json")
    option("--only", metavar="GROUP", help="one supercategory, such as Aves (2017, 2018) or Birds (2021)")
    add_split_options(parser, test=False)
    parser.set_defaults(read=read_inaturalist)


def read_inaturalist(
    root: Path, year: int, mini: bool = False, only: str | None = None, validation: float = VALIDATION, seed: int = 0
) -> Dataset:
    """All photos of train and val, under their common names where these are given and unique.

    Args:
        mini: the small training set of 2021.
        only: one supercategory; all by default.
        validation: share of each species' training photos that becomes validation.

    Raises:
        DatasetError: naming the file that is missing, cut short, of another year or contradicts another.
    """
    suffix = "" if year == 2021 else str(year)
    train = "train_mini" if mini else "train"
    if mini and year != 2021:
        raise DatasetError(f"there is no small training set of {year}: leave out --mini")
    parts, names = [], []
    for stem, split in {train: "train", "val": "test"}.items():
        path = root / f"{stem}{suffix}.json"
        images, categories = _read_annotations(path, root)
        places = _read_locations(path, images) if suffix else _located(images, path)
        parts.append(images.assign(split=split, **places))
        names.append(categories.name)
    if not names[0].equals(names[1]):
        raise DatasetError(f"{path} and the annotations of train have different categories: take both of one year")
    table = pd.concat(parts, ignore_index=True)
    if only:
        table = table[table.category_id.map(categories.supercategory) == only].reset_index(drop=True)
        if table.empty:
            raise DatasetError(f"there is no photo of {only!r}: use {', '.join(sorted(set(categories.supercategory)))}")
    categories = _published(categories, root)
    table = table.assign(
        photo=str(root) + "/" + table.file_name,
        species=table.category_id.map(_names(categories)),
        scientific_name=table.category_id.map(categories.name),
        simulated="0",
    )
    columns = ["photo", "species", "longitude", "latitude", "date", "split", "simulated", "photographer", SCIENTIFIC]
    return Dataset(carve(table[columns], validation, seed))


def _read_annotations(path: Path, root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Images by id with their `category_id`, and categories by id."""
    content = read_json(path, ["images", "annotations", "categories"])
    images = records(content["images"], ["id", "file_name"], path).set_index("id")
    categories = records(content["categories"], ["id", "name", "supercategory"], path).set_index("id")
    annotations = records(content["annotations"], ["image_id", "category_id"], path)
    labels = annotations.drop_duplicates("image_id").set_index("image_id").category_id
    if unlabelled := set(images.index) - set(labels.index):
        raise DatasetError(f"{path} has images without annotation: {first_of(unlabelled)}")
    if outside := set(labels) - set(categories.index):
        raise DatasetError(f"{path} has labels outside its {len(categories)} categories: {first_of(outside)}")
    folders = set(images.file_name.str.split("/").str[0])
    if absent := {folder for folder in folders if not (root / folder).is_dir()}:
        raise DatasetError(f"{path} lists photos in folders that {root} lacks, extract them there: {first_of(absent)}")
    return images.assign(category_id=labels), categories


def _read_locations(annotations: Path, images: pd.DataFrame) -> dict[str, pd.Series | str]:
    """Places and dates of the images of 2017 or 2018, from the file beside the annotations."""
    name = f"{annotations.stem}_locations.json"
    unpacked = annotations.parent / f"inat{annotations.stem[-4:]}_locations" / name
    path = unpacked if unpacked.exists() else annotations.with_name(name)
    locations = records(read_json(path), ["id", "lat", "lon"], path).set_index("id")
    if strangers := set(locations.index) ^ set(images.index):
        raise DatasetError(f"{path} is of other images than {annotations.name}, of another year? {first_of(strangers)}")
    return _located(locations.rename(columns={"lat": "latitude", "lon": "longitude"}).loc[images.index], path)


def _located(table: pd.DataFrame, path: Path) -> dict[str, pd.Series | str]:
    """Longitude, latitude, day and photographer; the day from `date`, or from the fraction of the year `date_c`."""
    dates = [column for column in ("date", "date_c") if column in table]
    if not dates or not {"longitude", "latitude"} <= set(table):
        raise DatasetError(f"{path} gives no place and date of the images: is it of another year?")
    date = table[dates[0]].where(table[dates[0]].notna(), table[dates[-1]])
    photographer = next((table[column] for column in ("user_id", "rights_holder") if column in table), None)
    return {
        "longitude": degrees(table.longitude),
        "latitude": degrees(table.latitude),
        "date": date.map(iso_date),
        "photographer": "" if photographer is None else user_names(photographer),
    }


def _published(categories: pd.DataFrame, root: Path) -> pd.DataFrame:
    """Categories by id with the names that were published, where the annotations hide them."""
    if (root / "categories.json").exists():
        path = root / "categories.json"
        published = records(read_json(path), ["id", "name"], path).set_index("id")
        if strangers := set(categories.index) - set(published.index):
            raise DatasetError(f"{root / 'categories.json'} lacks categories of the photos: {first_of(strangers)}")
        categories = published.loc[categories.index]
    if categories.name.str.isdigit().all():
        raise DatasetError(f"the category names are numbers: put the published names, categories.json, in {root}")
    return categories


def _names(categories: pd.DataFrame) -> pd.Series:
    """A name for each category id, no name twice."""
    common = categories.common_name if "common_name" in categories else categories.name
    names = unique_names(common.where(common.fillna("").str.strip() != "", categories["name"]), categories["name"])
    # Plants and animals may share a scientific name.
    return unique_names(names, names + " " + categories.index.astype(str))
