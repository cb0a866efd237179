"""Fit from when on a photo is doubted to be of anything the model knows, and measure what that catches.

    python -m train.demo.unknowns --data ../shared --output runs/demo --model assets/demo

Birds that the public classifier knows and the model does not list go into the model folder as strangers. The threshold
lets through `--keep` of the validation photos and the photos of another source together. It is measured on test photos,
on photos of species held out of training, on birds that are not listed, none of which chose anything, and on pictures
of no bird. What the network makes of photos is kept in `--output`: a second run takes seconds.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import torch
from torch import Tensor

from crossclip.answers.cuts import OFFERED
from crossclip.files import whole_file
from crossclip.model.config import CONFIG_FILE
from crossclip.model.strangers import write_strangers
from crossclip.photos.reading import read_photo
from crossclip.predict import Predictor
from train.command.command import exit_cleanly
from train.demo.card import add_figures
from train.demo.data import DemoData
from train.demo.teacher import read_classifier
from train.demo.unknowns.kept import KeptEmbeddings
from train.demo.unknowns.measure import Kind, compare, cut_figures
from train.demo.unknowns.pictures import no_birds
from train.demo.unknowns.strangers import stranger_anchors
from train.demo.variant import CLASSIFIER
from train.tables.rows import read_rows

KEEP = 0.99
COUNT = 100  # pictures of no bird of each kind
MOST = 800  # test photos


def fit(scores: Tensor, keep: float) -> float:
    """The threshold that a share `keep` of photos of known species (N,) reaches."""
    return float(torch.quantile(scores, 1 - keep))


def with_strangers(folder: Path, weights: dict[str, Tensor], listed: list[int]) -> Predictor:
    """The model of a folder, which gets the birds that it can tell but not name."""
    predictor = Predictor.from_pretrained(folder)
    predictor.load_photo()
    write_strangers(folder, stranger_anchors(predictor.model, weights, listed))
    return Predictor.from_pretrained(folder)


def of_birds(kept: KeptEmbeddings, name: str, photos: pd.DataFrame) -> Kind:
    """Photos (`photo, species`) as the model sees them."""
    return Kind(kept.predictor, kept.embed(name, photos.photo.tolist()), photos.species.tolist())


def embed_cuts(kept: KeptEmbeddings, photos: list[str]) -> Tensor:
    """What the model makes of each cut of each photo, (N, cuts, dim)."""
    made = [kept.embed(f"cut-{cut.side}", [cut.of(read_photo(photo)) for photo in photos]) for cut in OFFERED]
    return torch.stack(made, dim=1)


def held_out(output: Path, weights: dict[str, Tensor], listed: list[int]) -> Iterator[Kind]:
    """Photos of the species that each of the models without their photos never saw."""
    for folder in sorted(output.glob("held-out-*/model")):
        predictor = with_strangers(folder, weights, listed)
        kept = KeptEmbeddings(predictor, output / "unknowns")
        photos = read_rows(folder.parent / "held-out.csv").drop_duplicates("photo")
        yield of_birds(kept, folder.parent.name, photos.sample(frac=1, random_state=0)[: MOST // 2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and weights/")
    parser.add_argument("--output", type=Path, default=Path("runs/demo"), help="where the stages are kept")
    parser.add_argument("--model", type=Path, default=Path("assets/demo"), help="model folder, which is changed")
    parser.add_argument("--keep", type=float, default=KEEP, help=f"share of known birds let through (default {KEEP})")
    options = parser.parse_args()
    data, weights = DemoData(options.data), read_classifier(options.data / CLASSIFIER)
    listed = data.species.teacher_index.tolist()
    predictor = with_strangers(options.model, weights, listed)
    kept = KeptEmbeddings(predictor, options.output / "unknowns")
    known = data.photos[data.photos.species.isin(data.names)]
    tested = known[known.split == "test"].sample(frac=1, random_state=0)[:MOST]
    chose = {
        "validation": of_birds(kept, "validation", known[known.split == "validation"]),
        "check": of_birds(kept, "check", data.check_photos),
    }
    threshold = round(fit(torch.cat([kind.familiarity() for kind in chose.values()]), options.keep), 4)
    config = predictor.config = dataclasses.replace(predictor.config, photo_threshold=threshold)
    test, others = of_birds(kept, "test", tested), of_birds(kept, "others", data.others)
    nothing = {
        name: Kind(predictor, kept.embed(name, pictures), [""] * len(pictures))
        for name, pictures in no_birds(sorted(tested.photo), COUNT).items()
    }
    unseen = {f"held_out_{draw}": kind for draw, kind in enumerate(held_out(options.output, weights, listed))}
    kinds = chose | {"test": test, **unseen, "others": others} | nothing
    figures = {
        "strangers": len(stranger_anchors(predictor.model, weights, listed)),
        "kinds": {name: kind.figures(threshold) for name, kind in kinds.items()},
        "measures": compare(test, others, options.keep),
        "cuts": cut_figures(chose["check"], embed_cuts(kept, data.check_photos.photo.tolist())),
    }
    print(json.dumps({"photo_threshold": threshold, **figures}, indent=2))
    with whole_file(options.model / CONFIG_FILE) as draft:
        draft.write_text(config.to_json(), encoding="utf-8")
    add_figures(options.model, {"unknown": figures})


if __name__ == "__main__":
    exit_cleanly(main)
