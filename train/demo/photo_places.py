"""How well a photo tells where it was taken: fit the temperature of `crossclip.maps.photo_places`, and measure it.

    python -m train.demo.photo_places --data ../shared --model assets/demo

Photos are given places and dates of records of their species in cells that no training saw; temperatures are fitted in
validation cells, everything is measured in test cells. The temperature goes into the model's settings, the comparison
of all ways into its figures.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

import pandas as pd

from crossclip.files import whole_file
from crossclip.maps import Atlas
from crossclip.maps.photo_places import CALIBRATION
from crossclip.model.config import CONFIG_FILE
from crossclip.predict import Predictor
from train.command.command import exit_cleanly
from train.demo.card import add_figures
from train.demo.data import DemoData
from train.demo.places.of_photos import FIXED, asked_of, fitted_temperature, measured, ways_of
from train.tables.rows import RowsError

PER_SPECIES = 2  # of CUB's test photos that are asked about
SHIPPED = "species, where records lie"
"""The way of `crossclip.maps.photo_places`."""


def compare(predictor: Predictor, data: DemoData) -> dict[str, Any]:
    """Each way with its temperature fitted on validation, and measured on photos of two sources in test cells.

    Raises:
        RowsError: if the model does not state where its records are.
    """
    atlas = Atlas(predictor)
    if atlas.coverage is None:
        raise RowsError("the model does not state where its records are: it needs a coverage.csv")
    photos = data.photos[data.photos.species.isin(data.names)]
    held_back = pd.concat([photos[photos.split == "validation"], data.check_photos.assign(split="validation")])
    sources = {
        "validation": held_back,
        "check": data.check_photos,
        "test": photos[photos.split == "test"].groupby("species").head(PER_SPECIES),
    }
    names = sorted(set(pd.concat(list(sources.values())).photo))
    embeddings = dict(zip(names, predictor.embed_photos(names), strict=True))
    asked = {name: list(asked_of(atlas, _placed(data, part), embeddings)) for name, part in sources.items()}
    figures: dict[str, Any] = {
        name: {"photos": part.photo.nunique(), "rows": sum(len(one.truth) for one in asked[name]), "ways": {}}
        for name, part in sources.items()
    }
    for way, logits in ways_of(atlas.coverage).items():
        parts = {name: [(one, logits(one)) for one in weeks] for name, weeks in asked.items()}
        temperature = 1.0 if way in FIXED else fitted_temperature(parts["validation"])
        for name, part in parts.items():
            figures[name]["ways"][way] = measured(part, temperature)
    return figures


def keep(folder: Path, predictor: Predictor, figures: dict[str, Any]) -> None:
    """Write the temperature to a model folder's settings and the comparison to its figures."""
    temperature = figures["validation"]["ways"][SHIPPED]["temperature"]
    config = predictor.config
    config = dataclasses.replace(config, calibration=config.calibration | {CALIBRATION: temperature})
    with whole_file(folder / CONFIG_FILE) as draft:
        draft.write_text(config.to_json(), encoding="utf-8")
    add_figures(folder, {"photo_places": figures})


def _placed(data: DemoData, photos: pd.DataFrame) -> pd.DataFrame:
    """Rows of `photo, species, longitude, latitude, date` of photos at places of their split."""
    table = data.table(photos)
    placed: pd.DataFrame = table[(table.photo != "") & (table.longitude != "")]
    return placed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and weights/")
    parser.add_argument("--model", type=Path, default=Path("assets/demo"), help="folder whose settings are changed")
    options = parser.parse_args()
    predictor = Predictor.from_pretrained(options.model)
    figures = compare(predictor, DemoData(options.data))
    print(json.dumps(figures, indent=2))
    keep(options.model, predictor, figures)


if __name__ == "__main__":
    exit_cleanly(main)
