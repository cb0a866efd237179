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

from train.data.common import Dataset, DatasetError, carve, degrees, iso_date
from train.tables.rows import COLUMNS, PHOTOGRAPHER, SCIENTIFIC, SIMULATED, SPLITS
from train.tables.stored import inside

PHOTOS = {"jpg", "jpeg", "png", "webp"}
SHORT_SPLITS = {"val": "validation", "valid": "validation"}
KNOWN = (*COLUMNS[1:], SIMULATED, PHOTOGRAPHER, SCIENTIFIC)


def add_arguments(parser: ArgumentParser) -> None:
    option = parser.add_argument
    option("--root", type=Path, required=True, help="folder of the tar files")
    option("--species", default="species", help="name of the species in KEY.json")
    option("--test", type=float, default=0.2, help="share of each species' photos, where no test split is given")
    option("--validation", type=float, default=0.1, help="share of the rest, where no validation split is given")
    option("--seed", type=int, default=0, help="of the splits")
    parser.set_defaults(read=read_webdataset)


def read_webdataset(
    root: Path, species: str = "species", test: float = 0.2, validation: float = 0.1, seed: int = 0
) -> Dataset:
    """The samples of all shards.

    Raises:
        DatasetError: naming the shard that cannot be read, or the sample without species.
    """
    shards = sorted(root.glob("*.tar"))
    if not shards:
        raise DatasetError(f"{root} holds no tar file: give the folder of the shards")
    rows = [row for shard in shards for row in _samples(shard, species)]
    return located(rows, test, validation, seed)


def located(rows: list[dict[str, Any]], test: float, validation: float, seed: int) -> Dataset:
    """A data set of rows by the names of the table, with the splits that are not given."""
    table = pd.DataFrame(rows).reindex(columns=["photo", *KNOWN]).astype(object)
    table = table.where(table.notna(), "")
    table = table.assign(
        longitude=degrees(table.longitude),
        latitude=degrees(table.latitude),
        date=table.date.map(iso_date),
        split=table.split.replace({"": "train"} | SHORT_SPLITS),
    )
    for name, share in {"test": test, "validation": validation}.items():
        table = carve(table, share, seed, name)
    return Dataset(table)


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
