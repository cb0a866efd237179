"""Turn the original files of a data set into the one table that all training reads.

    python -m train.data nabirds --root nabirds --output nabirds/table.csv

Every photo is read once, so that a missing or damaged one stops this command and not the training.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

import pandas as pd

from crossclip.files import whole_file
from train.command.command import exit_cleanly
from train.command.help import HelpFormatter
from train.data import birdsnap, cub, folder, hub, inaturalist, nabirds, webdataset
from train.data.common import DatasetError, first_of
from train.data.photos import find_bad_photos
from train.tables.rows import COLUMNS, SIMULATED, SPLITS, read_sightings

ADAPTERS = {
    "nabirds": nabirds,
    "birdsnap": birdsnap,
    "inaturalist": inaturalist,
    "cub": cub,
    "folder": folder,
    "webdataset": webdataset,
    "hub": hub,
}


def main(arguments: list[str] | None = None) -> None:
    parser = ArgumentParser(prog="train.data", description=__doc__, formatter_class=HelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="DATASET")
    for name, adapter in ADAPTERS.items():
        command = commands.add_parser(
            name,
            help=(adapter.__doc__ or "").splitlines()[0],
            description=adapter.__doc__,
            formatter_class=HelpFormatter,
        )
        adapter.add_arguments(command)
        command.add_argument("--output", type=Path, required=True, help="table to write, CSV")
        command.add_argument(
            "--skip-missing",
            action="store_true",
            help="leave out photos that are missing or cannot be read, and list them in OUTPUT.skipped.txt",
        )
        command.add_argument("--headers-only", action="store_true", help="check photos without decoding them")
    options = vars(parser.parse_args(arguments))
    read, root, output = options.pop("read"), options.pop("root").resolve(), options.pop("output")
    checks = {name: options.pop(name) for name in ("skip_missing", "headers_only")}
    with whole_file(output) as draft:
        dataset = read(root, **options)
        table, skipped = check(dataset.table, **checks)
        print(*dataset.notes, summary(table), sep="\n")
        folder = output.parent.resolve()
        table.assign(photo=table.photo.map(lambda photo: _seen_from(folder, photo))).to_csv(draft, index=False)
        list_skipped(output, skipped)


def check(table: pd.DataFrame, skip_missing: bool, headers_only: bool = False) -> tuple[pd.DataFrame, dict[str, str]]:
    """The table without the rows of bad photos, where these may be skipped, and the reason of each such photo.

    Raises:
        DatasetError: for bad photos that may not be skipped, after listing them on stderr; for a word that
            `split` or `simulated` does not know; for a table that leaves nothing to train on.
        RowsError: for the first row whose place or date is impossible.
    """
    table = table[[*COLUMNS, SIMULATED, *table.columns.difference([*COLUMNS, SIMULATED])]].reset_index(drop=True)
    for column, words in {"split": SPLITS, SIMULATED: ("1", "0", "")}.items():
        if strangers := set(table[column]) - set(words):
            raise DatasetError(f"{column} must be one of {', '.join(map(repr, words))}: {first_of(strangers)}")
    read_sightings(table.astype({"longitude": object, "latitude": object}).fillna(""))
    photos = sorted(set(table.photo) - {""})
    bad = find_bad_photos(photos, headers_only)
    if bad and len(bad) == len(photos):
        raise DatasetError(f"none of the {len(photos)} photos can be read, is the archive extracted? {bad[photos[0]]}")
    if bad and not skip_missing:
        print("\n".join(bad.values()), file=sys.stderr)
        raise DatasetError(f"{len(bad)} photos missing or unreadable: mend them, or leave them out with --skip-missing")
    table = table[~table.photo.isin(bad)]
    if not ((table.split == "train") & (table.photo != "")).any():
        raise DatasetError("no photo is left to train on: the split 'train' has none")
    return table, bad


def list_skipped(output: Path, skipped: dict[str, str]) -> None:
    """Write the photos that were left out, and why, beside the table; an older list does not stay."""
    path = output.with_name(output.name + ".skipped.txt")
    path.unlink(missing_ok=True)
    if skipped:
        with whole_file(path) as draft:
            draft.write_text("".join(f"{photo}\t{why}\n" for photo, why in skipped.items()), encoding="utf-8")
        print(f"{len(skipped)} photos skipped, listed in {path}")


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
