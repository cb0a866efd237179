"""Measure a model on the test rows of a table: told the photo, the place and the date, or only some of them.

    python -m train.evaluate --model runs/birds/model --table birds.csv

Rows without photo ask the place-and-date prior. Several processes share the photos: torchrun --nproc_per_node 4 -m
train.evaluate ...
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import cosine_similarity

from crossclip.errors import CrossClipError
from crossclip.predict import Predictor
from crossclip.streams.shares import device_of
from train.answering.branches import branches_of, prior_of
from train.batches.asked import embed_together
from train.command.command import exit_cleanly, refuse_renamed
from train.command.help import HelpFormatter
from train.command.processes import is_first, meet
from train.report import metrics
from train.report.answers import BRANCH_LABELS, BRANCHES, Answers
from train.report.markdown import markdown, table
from train.report.runs import Runs, heading, run_of
from train.tables.rows import Rows, RowsError, read_rows, rows_of

DRAWN = -0.02
"""Likeness of two halves of a layer, beyond which they were not made opposites."""
CARD = "python -m train.demo.card --unseen-model FOLDER --unseen-table FILE"


def answers_of(predictor: Predictor, rows: Rows, workers: int = -1) -> Answers:
    """What a model answers to the rows that have a photo."""
    asked = rows.has_photo.nonzero()[:, 0]
    rows = rows[asked]
    probability = branches_of(predictor, rows, workers, embed_together)
    return Answers(predictor.species, rows.labels, asked, rows.photo_numbers, rows.simulated, probability, 0.0)


def evaluate(
    model: str | Path,
    table: str | Path,
    split: str = "test",
    command: str = "python -m train.evaluate",
    device: str = "cpu",
    workers: int = -1,
) -> dict[str, Any]:
    """Measure a model folder on one split of a table.

    Returns:
        a report as `train.report` makes it, a line for each branch, where rows have photos; and
        `prior`, what `train.report.metrics` says of place and date alone, where rows have none.
    """
    predictor = Predictor.from_pretrained(model, device)
    refuse_unfinished(predictor, model)
    rows = rows_of(read_rows(table), predictor.species, split)
    if not len(rows):
        raise RowsError(f"{table} has no row in the split {split!r}")
    evaluation: dict[str, Any] = {}
    if rows.has_photo.any():
        answers = answers_of(predictor, rows, workers)
        runs = Runs(answers, {"model": [run_of(answers)]})
        about = f"{Path(model).name} on the {split} rows of {Path(table).name}"
        evaluation = heading(runs, about, command) | {
            "photo_species": len(answers.labels.unique()),
            "results": [
                {"label": BRANCH_LABELS[branch], "main": True, "claim": None, "branch": branch}
                | runs.measures("model", branch)
                for branch in BRANCHES
            ],
        }
    alone = rows.places_alone()
    if len(alone):
        probability = prior_of(predictor, alone)
        evaluation["prior"] = (
            metrics.prior(probability, alone.labels)
            | metrics.checklist(probability, alone.labels, alone.sightings)
            | {"prior_rows": len(alone)}
        )
    return evaluation


def refuse_unfinished(predictor: Predictor, folder: str | Path) -> None:
    """Raises:
    CrossClipError: if the head of a model has learned nothing, as pre-training leaves it.
    """
    # Fine-tuning starts the halves of the hidden layer as opposites (`FusionHead.start_from_alignment`), moves the
    # photo that stands for none, and fits temperatures on validation: after none of it the head is as it was drawn.
    head = predictor.model.head
    one, other = head.hidden.weight.detach().flatten().chunk(2)
    drawn = not predictor.config.calibration and not head.unknown_photo.any()
    if drawn and cosine_similarity(one, other, dim=0) > DRAWN:
        raise CrossClipError(
            f"{folder} is pre-trained only, it cannot classify yet: give it to train.finetune --model, and evaluate "
            "the folder `model` that comes of it"
        )


def show(evaluation: dict[str, Any]) -> None:
    """Print an evaluation as Markdown."""
    if "results" in evaluation:
        print(markdown(evaluation))
    if "prior" in evaluation:
        prior = evaluation["prior"].items()
        cells = [[name, f"{value:,}" if isinstance(value, int) else f"{value:.3f}"] for name, value in prior]
        print(table(["place and date alone, on rows without photo", "measured"], cells), end="\n\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=HelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="model folder")
    parser.add_argument("--table", type=Path, required=True, help="table with a test split")
    parser.add_argument("--split", default="test", help="train, validation or test")
    parser.add_argument(
        "--device", default="cuda" if torch.cuda.is_available() else "cpu", help="cpu or cuda, on which the model runs"
    )
    parser.add_argument(
        "--workers", type=int, default=-1, help="processes that decode photos; 0 for none, -1 for what the cores allow"
    )
    parser.add_argument("--json", action="store_true", help="print a line of JSON instead of Markdown")
    refuse_renamed(parser, {"--unseen-model": CARD, "--unseen-table": CARD})
    options = parser.parse_args()
    command = shlex.join(["python", "-m", "train.evaluate", *sys.argv[1:]])
    meet(options.device)
    device = device_of(options.device)
    evaluation = evaluate(options.model, options.table, options.split, command, device, options.workers)
    if not is_first():
        return
    if options.json:
        print(json.dumps(evaluation))
    else:
        show(evaluation)


if __name__ == "__main__":
    exit_cleanly(main)
