"""Measure a model on the test rows of a table and write the figures to its card.

    python -m train.evaluate --model assets/demo --table runs/demo/full/table.csv \\
        --unseen-model runs/demo/held-out/model --unseen-table runs/demo/held-out/unseen.csv

Photos are asked about with and without place and date; rows without photo ask the place-and-date prior.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from crossclip.files import whole_file
from crossclip.model import CrossClip
from crossclip.predict import Predictor
from train import metrics
from train.card import card_text
from train.options import exit_cleanly
from train.rows import Rows, TableError, read_table, rows_of

FIGURES_FILE = "figures.json"


def branches(predictor: Predictor, rows: Rows) -> dict[str, tuple[Tensor, Tensor]]:
    """Probabilities (N, classes) and labels (N,): of photo rows by "photo" and by "photo+meta", and of
    place and date alone by "meta", for the same rows, "prior" for the rows without photo."""
    answers: dict[str, tuple[Tensor, Tensor]] = {}
    with_photo = rows[rows.has_photo.nonzero()[:, 0]]
    if len(with_photo):
        files, position = np.unique(with_photo.photos, return_inverse=True)
        photo = predictor.embed_photos(files.tolist())[position]
        meta = predictor.embed_sightings(with_photo.sightings)
        nothing = predictor.embed_sightings(torch.full_like(with_photo.sightings, torch.nan))
        answers["photo"] = predictor.probabilities(photo, nothing, "photo"), with_photo.labels
        answers["photo+meta"] = predictor.probabilities(photo, meta, "photo+meta"), with_photo.labels
        answers["meta"] = predictor.probabilities(None, meta, "meta"), with_photo.labels
    alone = places_alone(rows)
    if len(alone):
        meta = predictor.embed_sightings(alone.sightings)
        answers["prior"] = predictor.probabilities(None, meta, "meta"), alone.labels
    return answers


def places_alone(rows: Rows) -> Rows:
    """The rows with a place or date and no photo."""
    return rows[(~rows.has_photo & rows.has_sighting).nonzero()[:, 0]]


def validation_logits(model: CrossClip, rows: Rows) -> dict[str, tuple[Tensor, Tensor]]:
    """Uncalibrated log-probabilities and labels by kind of input, as `calibrate` takes them."""
    calibrated = model.config
    model.config = dataclasses.replace(calibrated, calibration={})
    answers = branches(Predictor(model, model.log_scale.device), rows)
    model.config = calibrated
    if "prior" in answers:
        answers["meta"] = answers.pop("prior")
    return {known: (p.clamp_min(1e-30).log(), labels) for known, (p, labels) in answers.items()}


def evaluate(model: str | Path, table: str | Path, split: str = "test") -> dict[str, float]:
    """All figures of a model folder on one split of a table; see `train.metrics` for each."""
    predictor = Predictor.from_pretrained(model)
    rows = rows_of(read_table(table), predictor.species, split)
    if not len(rows):
        raise TableError(f"{table} has no row in the split {split!r}")
    answers = branches(predictor, rows)
    figures: dict[str, float] = {}
    if "photo" in answers:
        photo, labels = answers["photo"]
        together, place = answers["photo+meta"][0], answers["meta"][0]
        product = metrics.plain_product(photo, place)
        for name, probability in (("photo", photo), ("photo_place", together), ("product", product)):
            figures |= {f"{name}_{key}": value for key, value in metrics.classification(probability, labels).items()}
        figures["photos"] = len(set(rows.photos[rows.photos != ""]))
        figures["photo_species"] = len(labels.unique())
    if "prior" in answers:
        figures |= metrics.prior(*answers["prior"])
        figures |= metrics.checklist(*answers["prior"], places_alone(rows).sightings)
        figures["prior_rows"] = len(answers["prior"][1])
    return figures


def training_facts(table: str | Path) -> dict[str, float]:
    """What the card says of the training rows of a table."""
    rows = read_table(table)
    train, tested = rows[rows.split == "train"], rows[(rows.split == "test") & (rows.photo != "")]
    return {
        "photographed": train.species[train.photo != ""].nunique(),
        "undated": (train.date[train.photo == ""] == "").mean(),
        "places": len(tested) / tested.photo.nunique(),
    }


def write_card(folder: Path, table: str | Path, figures: dict[str, float], unseen: dict[str, float]) -> None:
    """Write `figures.json` and the model card of a folder trained on a table."""
    both = {"test": figures, "photoless": unseen}
    config = CrossClip.from_pretrained(folder).config
    with whole_file(folder / FIGURES_FILE) as draft:
        draft.write_text(json.dumps(both, indent=2) + "\n")
    with whole_file(folder / "README.md") as draft:
        draft.write_text(card_text(config, figures, unseen, training_facts(table)), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="model folder")
    parser.add_argument("--table", type=Path, required=True, help="table with a test split")
    parser.add_argument("--split", default="test")
    parser.add_argument("--unseen-model", type=Path, help="the same training without photos of some species")
    parser.add_argument("--unseen-table", type=Path, help="photos of those species")
    options = parser.parse_args()
    figures = evaluate(options.model, options.table, options.split)
    print(json.dumps(figures, indent=2))
    if options.unseen_model and options.unseen_table:
        unseen = evaluate(options.unseen_model, options.unseen_table, options.split)
        print(json.dumps(unseen, indent=2))
        write_card(options.model, options.table, figures, unseen)


if __name__ == "__main__":
    exit_cleanly(main)
