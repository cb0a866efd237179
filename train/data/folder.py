"""Your own photos: a CSV that names them, or a folder of them for each species.

The CSV has photo and species and may have longitude, latitude, date, split, simulated, photographer and
scientific_name. Folders are ROOT/<species>/ or ROOT/<split>/<species>/. A test or validation split that is not given
is carved from train.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pandas as pd
from torchvision.datasets.folder import IMG_EXTENSIONS

from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.reading import PhotoError
from crossclip.sighting import Sighting
from train.data.common import Dataset, DatasetError, first_of, read_csv
from train.data.splits import SHORT_SPLITS, TEST, VALIDATION, add_split_options, with_splits
from train.tables.rows import COLUMNS, PHOTOGRAPHER, SCIENTIFIC, SIMULATED, SPLITS


def add_arguments(parser: ArgumentParser) -> None:
    option = parser.add_argument
    option("--root", type=Path, required=True, help="folder of the photos")
    option("--photos-table", type=Path, help="CSV of photo (seen from ROOT) and species, instead of folders")
    option("--exif", action="store_true", help="read places and dates that are not given from the photos' EXIF")
    add_split_options(parser)
    parser.set_defaults(read=read_folder)


def read_folder(
    root: Path,
    photos_table: Path | None = None,
    exif: bool = False,
    test: float = TEST,
    validation: float = VALIDATION,
    seed: int = 0,
) -> Dataset:
    """The photos of a CSV or of folders.

    Raises:
        DatasetError: naming what is missing or where a photo should not be.
    """
    table = read_csv(photos_table, ["photo", "species"]) if photos_table else _walk(root)
    if nameless := [row + 2 for row in table.index[table.species.str.strip() == ""]]:
        raise DatasetError(f"{photos_table} has rows without species: {first_of(nameless)}")
    table = table.reindex(columns=[*COLUMNS, SIMULATED, PHOTOGRAPHER, SCIENTIFIC], fill_value="")
    table = table.assign(photo=[str(root / photo) if photo else "" for photo in table.photo])
    table = with_splits(table, test, validation, seed)
    return Dataset(_with_exif(table) if exif else table)


def _walk(root: Path) -> pd.DataFrame:
    if not root.is_dir():
        raise DatasetError(f"there is no folder {root}: give the one that holds <species>/<photo>, or --photos-table")
    files = sorted(path.relative_to(root) for path in root.rglob("*") if path.suffix.lower() in IMG_EXTENSIONS)
    by_split = {path.parts[0] for path in files} <= {*SPLITS, *SHORT_SPLITS}
    depth = 3 if by_split else 2
    if odd := [str(path) for path in files if len(path.parts) != depth]:
        layout = "<split>/<species>" if by_split else "<species>"
        raise DatasetError(f"{root} must hold {layout}/<photo>, other photos are there: {first_of(odd)}")
    if not files:
        raise DatasetError(f"{root} holds no photo: it must hold <species>/<photo>")
    return pd.DataFrame(
        {
            "photo": [str(path) for path in files],
            "species": [path.parts[-2].replace("_", " ") for path in files],
            "split": [path.parts[0] if by_split else "" for path in files],
        }
    )


def _with_exif(table: pd.DataFrame) -> pd.DataFrame:
    """Unknown places and dates from the photos, where these say."""
    taken = [_exif(photo) for photo in table.photo]
    placeless = table.longitude.isna() & table.latitude.isna()
    fills = {
        "longitude": pd.Series([s.longitude for s in taken], index=table.index, dtype=float),
        "latitude": pd.Series([s.latitude for s in taken], index=table.index, dtype=float),
    }
    dates = pd.Series([s.date.isoformat() if s.date else "" for s in taken], index=table.index)
    return table.assign(
        **{name: table[name].mask(placeless, fill) for name, fill in fills.items()},
        date=table.date.mask(table.date == "", dates),
    )


def _exif(photo: str) -> Sighting:
    try:
        return read_exif_sighting(photo) if photo else Sighting()
    except PhotoError:  # the check of all photos says so
        return Sighting()
