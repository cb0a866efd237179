"""Shards of WebDataset: tar files, read where they lie, a sample's files beside each other under one key.

KEY.jpg is the photo. What is known of it stands in KEY.json, by the names of the table's columns or those of
--species and so on; KEY.txt may hold the species instead. A shard may say its split in its name (train-0001.tar).
"""

from __future__ import annotations

import json
import tarfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from train.data.common import Dataset, DatasetError
from train.data.splits import SHORT_SPLITS, TEST, VALIDATION, add_split_options, with_splits
from train.tables.rows import COLUMNS, PHOTOGRAPHER, SCIENTIFIC, SIMULATED, SPLITS
from train.tables.stored import inside

PHOTOS = {"jpg", "jpeg", "png", "webp"}
KNOWN = (*COLUMNS[1:], SIMULATED, PHOTOGRAPHER, SCIENTIFIC)


def add_arguments(parser: ArgumentParser) -> None:
    option = parser.add_argument
    option("--root", type=Path, required=True, help="folder of the tar files")
    option("--species", default="species", help="name of the species in KEY.json")
    add_split_options(parser)
    parser.set_defaults(read=read_webdataset)


def read_webdataset(
    root: Path, species: str = "species", test: float = TEST, validation: float = VALIDATION, seed: int = 0
) -> Dataset:
    """The samples of all shards.

    Raises:
        DatasetError: naming the shard that cannot be read, or the sample without species.
    """
    shards = sorted(root.glob("*.tar"))
    if not shards:
        raise DatasetError(f"{root} holds no tar file: give the folder of the shards")
    rows = [row for shard in shards for row in _samples(shard, species)]
    return Dataset(with_splits(table_of(rows), test, validation, seed))


def table_of(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """What samples say, by the names of the table; "" where they say nothing."""
    table = pd.DataFrame(rows).reindex(columns=["photo", *KNOWN]).astype(object)
    return table.where(table.notna(), "")


def _samples(shard: Path, species: str) -> Iterator[dict[str, Any]]:
    split = next((s for s in (*SPLITS, *SHORT_SPLITS) if shard.name.startswith(s)), "")
    found: dict[str, dict[str, Any]] = {}
    try:
        with tarfile.open(shard) as archive:
            for member in archive:
                if not member.isfile():
                    continue
                key, _, kind = member.name.partition(".")
                sample = found.setdefault(key, {"split": split})
                if kind.lower() in PHOTOS:
                    sample["photo"] = inside(shard, member.offset_data, member.size)
                elif kind in ("json", "txt") and (file := archive.extractfile(member)):
                    text = file.read().decode("utf-8")
                    sample |= _said(json.loads(text), species) if kind == "json" else {"species": text.strip()}
    except (tarfile.TarError, OSError, ValueError) as error:
        raise DatasetError(f"{shard} is not a whole shard: {error}") from None
    for key, sample in found.items():
        if "photo" in sample:
            if not sample.get("species"):
                raise DatasetError(f"{shard} does not say the species of {key}: name it in {key}.json or {key}.txt")
            yield sample


def _said(content: dict[str, Any], species: str) -> dict[str, Any]:
    said = {name: content[name] for name in KNOWN if content.get(name) not in (None, "")}
    return said | ({"species": content[species]} if content.get(species) else {})
