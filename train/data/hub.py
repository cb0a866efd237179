"""A data set of Hugging Face: a folder here (Parquet, Arrow or images), or a name on the Hub for who has internet.

Its photos are streamed, once, into tar files beside the table (--output), which training reads where they lie. The
columns are named by --image, --species and, where they are there, longitude, latitude, date and so on.
"""

from __future__ import annotations

import io
import tarfile
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from crossclip.files import whole_file
from train.data.common import Dataset, DatasetError
from train.data.splits import SHORT_SPLITS, TEST, VALIDATION, add_split_options, with_splits
from train.data.webdataset import KNOWN, table_of
from train.tables.stored import inside

SHARD_BYTES = 500_000_000


def add_arguments(parser: ArgumentParser) -> None:
    option = parser.add_argument
    option("--root", type=Path, default=Path(), help="folder of the data set, where it is here")
    option("--name", default="", help="its name on the Hub, as owner/birds")
    option("--shards", type=Path, required=True, help="folder to write the tar files of its photos to")
    option("--image", default="image", help="column of the photo")
    option("--species", default="label", help="column of the species: text, or a number that the data set names")
    add_split_options(parser)
    parser.set_defaults(read=read_hub)


def read_hub(
    root: Path,
    shards: Path,
    name: str = "",
    image: str = "image",
    species: str = "label",
    test: float = TEST,
    validation: float = VALIDATION,
    seed: int = 0,
) -> Dataset:
    """Every sample of all splits.

    Raises:
        DatasetError: if there is no such data set, or it lacks a column.
    """
    try:
        import datasets
    except ImportError:
        raise DatasetError("this needs datasets: pip install datasets") from None
    try:
        parts = datasets.load_dataset(name or str(root), streaming=True)
    except Exception as error:  # of its own kinds, and those of what it fetches with
        raise DatasetError(f"{name or root} is no data set that can be read: {str(error).splitlines()[0]}") from None
    shards = shards.resolve()
    shards.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for split, part in parts.items():
        features = part.features or {}
        if missing := [column for column in (image, species) if column not in features]:
            raise DatasetError(
                f"the data set has no column {', '.join(missing)}: name those of photo and species by --image and "
                f"--species, out of {', '.join(features)}"
            )
        part = part.cast_column(image, datasets.Image(decode=False))
        names = getattr(features[species], "names", None)
        samples = ({**sample, "species": _name(sample[species], names), "split": split} for sample in part)
        rows += write_shards(samples, image, shards, split)
    return Dataset(with_splits(table_of(rows), test, validation, seed))


def write_shards(samples: Iterable[dict[str, Any]], image: str, folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Rows of the samples, whose photos are written to tar files of about `SHARD_BYTES`."""
    left, number = iter(samples), 0
    waiting = next(left, None)
    while waiting is not None:
        shard, written = folder / f"{split}-{number:05}.tar", 0
        rows: list[dict[str, Any]] = []
        with whole_file(shard) as draft, tarfile.open(draft, "w") as archive:
            while waiting is not None and written < SHARD_BYTES:
                content = _bytes(waiting[image])
                member = tarfile.TarInfo(f"{len(rows):08}.jpg")
                member.size = len(content)
                start = archive.offset + 512  # behind its heading
                archive.addfile(member, io.BytesIO(content))
                said = {key: waiting[key] for key in KNOWN if waiting.get(key) not in (None, "")}
                kept = SHORT_SPLITS.get(split, split)
                rows.append(said | {"photo": inside(shard, start, len(content)), "split": kept})
                written += len(content)
                waiting = next(left, None)
        yield from rows
        number += 1


def _bytes(value: Any) -> bytes:
    if isinstance(value, dict):
        return value["bytes"] or Path(value["path"]).read_bytes()
    return bytes(value)


def _name(value: Any, names: list[str] | None) -> str:
    return names[value] if names is not None else str(value)
