"""Turn the original files of a data set into the one table that all training reads.

    python -m train.data nabirds --root nabirds --output nabirds/table.csv

Every photo is read once, so that a missing or damaged one stops this command and not the training.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

import pandas as pd

from crossclip.files import whole_file
from train.data import birdsnap, cub, folder, inaturalist, nabirds
from train.data.common import DatasetError
from train.data.photos import find_bad_photos
from train.options import exit_cleanly
from train.rows import COLUMNS, SIMULATED, SPLITS, read_sightings

ADAPTERS = {"nabirds": nabirds, "birdsnap": birdsnap, "inaturalist": inaturalist, "cub": cub, "folder": folder}


def main(arguments: list[str] | None = None) -> None:
    parser = ArgumentParser(prog="train.data", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="DATASET")
    for name, adapter in ADAPTERS.items():
        command = commands.add_parser(
            name, help=adapter.__doc__.splitlines()[0], description=adapter.__doc__,
            formatter_class=RawDescriptionHelpFormatter,
        )  # fmt: skip
        adapter.add_arguments(command)
        command.add_argument("--output", type=Path, required=True, help="table to write, CSV")
        command.add_argument(
            "--skip-missing", action="store_true",
            help="leave out photos that are missing or cannot be read, and list them in OUTPUT.skipped.txt",
        )  # fmt: skip
        command.add_argument("--headers-only", action="store_true", help="check photos without decoding them")
    options = vars(parser.parse_args(arguments))
    read, root, output = options.pop("read"), options.pop("root").resolve(), options.pop("output")
    checks = {name: options.pop(name) for name in ("skip_missing", "headers_only")}
    with whole_file(output) as draft:
        dataset = read(root, **options)
        table = check(dataset.table, output, **checks)
        print(*dataset.notes, summary(table), sep="\n")
        folder = output.parent.resolve()
        table.assign(photo=table.photo.map(lambda photo: _seen_from(folder, photo))).to_csv(draft, index=False)


def check(table: pd.DataFrame, output: Path, skip_missing: bool, headers_only: bool = False) -> pd.DataFrame:
    """The table, without the rows of bad photos where they may be skipped.

    Raises:
        DatasetError: for bad photos that may not be skipped, after listing them on stderr, and for a table
            that leaves nothing to train on.
        TableError: for the first row whose place or date is impossible.
    """
    table = table[[*COLUMNS, SIMULATED, *table.columns.difference([*COLUMNS, SIMULATED])]].reset_index(drop=True)
    read_sightings(table.astype({"longitude": object, "latitude": object}).fillna(""))
    photos = sorted(set(table.photo) - {""})
    bad = find_bad_photos(photos, headers_only)
    if bad and len(bad) == len(photos):
        raise DatasetError(f"none of the {len(photos)} photos can be read, is the archive extracted? {bad[photos[0]]}")
    if bad and not skip_missing:
        print("\n".join(bad.values()), file=sys.stderr)
        raise DatasetError(f"{len(bad)} photos missing or unreadable: mend them, or leave them out with --skip-missing")
    skipped = output.with_name(output.name + ".skipped.txt")
    skipped.unlink(missing_ok=True)
    if bad:
        with whole_file(skipped) as draft:
            draft.write_text("".join(f"{photo}\t{reason}\n" for photo, reason in bad.items()), encoding="utf-8")
        print(f"{len(bad)} photos skipped, listed in {skipped}")
    table = table[~table.photo.isin(bad)]
    if not ((table.split == "train") & (table.photo != "")).any():
        raise DatasetError("no photo is left to train on: the split 'train' has none")
    return table


def summary(table: pd.DataFrame) -> str:
    """Counts of each split, a line each."""
    lines = [f"{table.species.nunique()} species"]
    for split in SPLITS:
        rows = table[table.split == split]
        placeless, dateless = rows.longitude.isin(["", None]) | rows.longitude.isna(), rows.date == ""
        lines.append(
            f"{split}: {len(rows)} rows, {rows.photo[rows.photo != ''].nunique()} photos; "
            f"{placeless.sum()} rows without place, {dateless.sum()} without date, "
            f"{(rows[SIMULATED] == '1').sum()} with simulated place and date"
        )
    return "\n".join(lines)


def _seen_from(folder: Path, photo: str) -> str:
    """Relative where it can be, so that a data set may be moved together with its table."""
    return str(Path(photo).relative_to(folder)) if photo and Path(photo).is_relative_to(folder) else photo


if __name__ == "__main__":
    exit_cleanly(main)
