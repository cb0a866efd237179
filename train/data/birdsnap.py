"""Birdsnap (Berg et al. 2014) as downloaded again and located by Mac Aodha et al. (2019).

birdsnap_with_loc_2019.json gives each photo a simulated place of an eBird checklist and, for fewer than half, its
own. Photos lie in images_sm/<photo id>.jpg, as its authors keep them, or in images/, as Birdsnap's script does.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pandas as pd

from train.data.common import Dataset, DatasetError, first_of, read_text, unique_names
from train.data.located import EBIRD, ORIGINAL, read_located
from train.tables.rows import SCIENTIFIC

META_FILE = "birdsnap_with_loc_2019.json"
PLACES = {"ebird": EBIRD, "original": ORIGINAL}


def add_arguments(parser: ArgumentParser) -> None:
    option = parser.add_argument
    option("--root", type=Path, required=True, help="folder with images_sm/ or images/, and species.txt for the names")
    option("--meta", type=Path, help=f"{META_FILE}, if it is not in ROOT")
    option("--places", choices=[*PLACES], default="ebird", help="simulated from eBird, or the photo's own")
    parser.set_defaults(read=read_birdsnap)


def read_birdsnap(root: Path, meta: Path | None = None, places: str = "ebird") -> Dataset:
    """All photos that could be downloaded again.

    Args:
        meta: birdsnap_with_loc_2019.json; in `root` by default.
        places: "ebird" for simulated places and dates, "original" for those of the photo, where it has them.

    Raises:
        DatasetError: naming the file or folder that is missing, cut short or of another data set.
    """
    meta = meta or root / META_FILE
    table = read_located(meta, PLACES[places], ["orig_path", "valid_image"])
    if (root / "images_sm").is_dir():
        photo = str(root / "images_sm") + "/" + table.im_path
    elif (root / "images").is_dir():
        photo = str(root / "images") + "/" + table.orig_path
    else:
        raise DatasetError(f"{meta} lists {len(table)} photos and {root} has neither images_sm nor images: add one")
    common = _common_names(root / "species.txt")
    scientific = pd.Series(table.class_name.unique())
    if common and (strangers := set(scientific) - common.keys()):
        raise DatasetError(f"{root / 'species.txt'} lacks species of {meta.name}: {first_of(strangers)}")
    names = unique_names(scientific.map(lambda name: common.get(name, name)), scientific).set_axis(scientific)
    table = table.assign(photo=photo, species=table.class_name.map(names), scientific_name=table.class_name)
    valid = table.valid_image.astype(bool)
    lost = int((~valid).sum())
    notes = [f"{lost} photos left out, which {meta.name} marks as no longer to be had"] if lost else []
    columns = ["photo", "species", "longitude", "latitude", "date", "split", "simulated", "photographer", SCIENTIFIC]
    return Dataset(table.loc[valid, columns], tuple(notes))


def _common_names(path: Path) -> dict[str, str]:
    """Common names by scientific name, from Birdsnap's tab-separated list; none without it."""
    if not path.exists():
        return {}
    lines = [line.split("\t") for line in read_text(path).splitlines() if line.strip()]
    header = lines[0] if lines else []
    if not {"common", "scientific"} <= set(header) or any(len(line) != len(header) for line in lines):
        raise DatasetError(f"{path} is not Birdsnap's list of id, common, scientific, dir, separated by tabs")
    return {line[header.index("scientific")]: line[header.index("common")] for line in lines[1:]}
