"""Measure a model on the test rows of a table: told the photo, the place and the date, or only some of them.

    python -m train.evaluate --model runs/birds/model --table birds.csv
    python -m train.evaluate --model assets/demo --table runs/demo/full/table.csv \\
        --unseen-model runs/demo/held-out/model --unseen-table runs/demo/held-out/unseen.csv

Rows without photo ask the place-and-date prior. With an unseen model and table, the figures go to the demo's card.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shlex
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from crossclip.model import CrossClip
from crossclip.predict import Predictor
from train.demo.card import write_card
from train.engine.options import exit_cleanly
from train.report import metrics
from train.report.answers import BRANCHES, Answers
from train.report.markdown import markdown, table
from train.report.results import BRANCH_LABELS, heading
from train.report.runs import Runs, trial_of
from train.rows import Rows, TableError, hidden, read_table, rows_of


def photo_branches(predictor: Predictor, photos: Tensor, sightings: Tensor) -> dict[str, Tensor]:
    """Probabilities (N, classes) for photos that are told more or less, by the names in `BRANCHES`.

    As the Predictor answers: where neither place nor date is known, the photo speaks alone.

    Args:
        photos: (N, dim) embeddings.
        sightings: (N, 3) as `sighting_tensor` makes them.
    """

    def told(**unknown: bool) -> Tensor:
        known = hidden(sightings, **unknown)
        fused = predictor.probabilities(photos, predictor.embed_sightings(known), "photo+meta")
        return torch.where(known.isnan().all(dim=1, keepdim=True), photo, fused)

    nothing = predictor.embed_sightings(torch.full_like(sightings, torch.nan))
    photo = predictor.probabilities(photos, nothing, "photo")
    place = predictor.probabilities(None, predictor.embed_sightings(sightings), "meta")
    product = metrics.plain_product(photo, place)
    return {
        "photo": photo,
        "photo+place": told(date=True),
        "photo+date": told(place=True),
        "photo+place+date": told(),
        "place+date": place,
        "product": torch.where(sightings.isnan().all(dim=1, keepdim=True), photo, product),
    }


def answers_of(predictor: Predictor, rows: Rows) -> Answers:
    """What a model answers to the rows that have a photo, each photo looked at once."""
    asked = rows.has_photo.nonzero()[:, 0]
    rows = rows[asked]
    files, photo = np.unique(rows.photos, return_inverse=True)
    embeddings = predictor.embed_photos(files.tolist())[photo]
    probability = photo_branches(predictor, embeddings, rows.sightings)
    return Answers(predictor.species, rows.labels, asked, torch.from_numpy(photo), rows.simulated, probability, 0.0)


def prior_of(predictor: Predictor, rows: Rows) -> Tensor:
    """Probabilities (N, classes) by place and date alone."""
    return predictor.probabilities(None, predictor.embed_sightings(rows.sightings), "meta")


def places_alone(rows: Rows) -> Rows:
    """The rows with a place or date and no photo."""
    return rows[(~rows.has_photo & rows.has_sighting).nonzero()[:, 0]]


def validation_logits(model: CrossClip, rows: Rows) -> dict[str, tuple[Tensor, Tensor]]:
    """Uncalibrated log-probabilities and labels by kind of input, as `calibrate` takes them."""
    calibrated = model.config
    model.config = dataclasses.replace(calibrated, calibration={})
    predictor, alone = Predictor(model, model.log_scale.device), places_alone(rows)
    answers: dict[str, tuple[Tensor, Tensor]] = {}
    if rows.has_photo.any():
        asked = answers_of(predictor, rows)
        for known, branch in (("photo", "photo"), ("photo+meta", "photo+place+date"), ("meta", "place+date")):
            answers[known] = asked.probability[branch], asked.labels
    if len(alone):
        answers["meta"] = prior_of(predictor, alone), alone.labels
    model.config = calibrated
    return {known: (p.clamp_min(1e-30).log(), labels) for known, (p, labels) in answers.items()}


def evaluate(
    model: str | Path, table: str | Path, split: str = "test", command: str = "python -m train.evaluate"
) -> dict[str, Any]:
    """Measure a model folder on one split of a table.

    Returns:
        a report as `train.report` makes it, a line for each branch, where rows have photos; and
        `prior`, what `train.report.metrics` says of place and date alone, where rows have none.
    """
    predictor = Predictor.from_pretrained(model)
    rows = rows_of(read_table(table), predictor.species, split)
    if not len(rows):
        raise TableError(f"{table} has no row in the split {split!r}")
    evaluation: dict[str, Any] = {}
    if rows.has_photo.any():
        answers = answers_of(predictor, rows)
        runs = Runs(answers, {"model": [trial_of(answers)]})
        about = f"{Path(model).name} on the {split} rows of {Path(table).name}"
        evaluation = heading(runs, about, command) | {
            "photo_species": len(answers.labels.unique()),
            "results": [
                {"label": BRANCH_LABELS[branch], "main": True, "claim": None, "branch": branch}
                | runs.measures("model", branch)
                for branch in BRANCHES
            ],
        }
    alone = places_alone(rows)
    if len(alone):
        probability = prior_of(predictor, alone)
        evaluation["prior"] = (
            metrics.prior(probability, alone.labels)
            | metrics.checklist(probability, alone.labels, alone.sightings)
            | {"prior_rows": len(alone)}
        )
    return evaluation


def show(evaluation: dict[str, Any]) -> None:
    """Print an evaluation as Markdown."""
    if "results" in evaluation:
        print(markdown(evaluation))
    if "prior" in evaluation:
        prior = evaluation["prior"].items()
        cells = [[name, f"{value:,}" if isinstance(value, int) else f"{value:.3f}"] for name, value in prior]
        print(table(["place and date alone, on rows without photo", "measured"], cells), end="\n\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="model folder")
    parser.add_argument("--table", type=Path, required=True, help="table with a test split")
    parser.add_argument("--split", default="test")
    parser.add_argument("--json", action="store_true", help="print a line of JSON instead of Markdown")
    parser.add_argument("--unseen-model", type=Path, help="the same training without photos of some species")
    parser.add_argument("--unseen-table", type=Path, help="photos of those species")
    options = parser.parse_args()
    command = shlex.join(["python", "-m", "train.evaluate", *sys.argv[1:]])
    evaluations = [evaluate(options.model, options.table, options.split, command)]
    if options.unseen_model and options.unseen_table:
        evaluations.append(evaluate(options.unseen_model, options.unseen_table, options.split, command))
        write_card(options.model, options.table, *evaluations)
    for evaluation in evaluations:
        if options.json:
            print(json.dumps(evaluation))
        else:
            show(evaluation)


if __name__ == "__main__":
    exit_cleanly(main)
