"""Files of data sets in their original format, small enough to read, and what a command makes of them."""

import json

import numpy as np
from PIL import Image

from train.data.__main__ import main
from train.tables.rows import read_rows

NAN = float("nan")


def photo(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(len(str(path))).integers(0, 255, (32, 40, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path, quality=90)


def lines(path, *pairs):
    path.write_text("".join(f"{key} {value}\n" for key, value in pairs))


def convert(*arguments):
    """Run the command and read its table as training does, indexed by the photo's name."""
    main([str(argument) for argument in arguments])
    return read_rows(arguments[arguments.index("--output") + 1])


def counts(table):
    """Photos of each species in train, validation and test, in the order of the species."""
    photos = table[table.photo != ""].groupby(["species", "split"]).photo.nunique().unstack()
    return photos[["train", "validation", "test"]].to_numpy().tolist()


def by_name(table):
    named = table[table.photo != ""]
    return named.set_index(named.photo.str.rsplit("/", n=1).str[-1])


LOCATED = "nabirds_with_loc_2019.json"


NABIRDS_CLASSES = {
    "0": "Birds",
    "5": "Cardinals and Allies",
    "700": "Northern Cardinal",
    "817": "Northern Cardinal (Adult Male)",
    "818": "Northern Cardinal (Female/Juvenile)",
    "900": "Blue Jay",
}


NABIRDS_IMAGES = {  # class, JSON class, official split, JSON split, ebird_meta
    "0000139e-21dc": ("817", 0, 1, "train", {"lon": -82.5, "lat": 40.0, "date": 0.0, "user_id": 7}),
    "0001afd4-99a1": ("817", 0, 1, "val", {"lon": -83.0, "lat": 39.5, "date": 1.0, "user_id": 7}),
    "000332b8-9972": ("818", 1, 1, "train", {"lon": NAN, "lat": NAN, "date": NAN, "user_id": None}),
    "000343bd-5215": ("900", 2, 0, "test", {"lon": -84.25, "lat": 41.0, "date": 0.5, "user_id": 9}),
}


def edit_json(path, change):
    content = json.loads(path.read_text())
    path.write_text(json.dumps(change(content) or content))
