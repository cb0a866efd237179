"""Measure the demo model and the one that never saw some species' photos, and write its figures and model card.

    python -m train.demo.card --model assets/demo --table runs/demo/full/table.csv \\
        --unseen-model runs/demo/held-out/model --unseen-table runs/demo/held-out/unseen.csv
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from pathlib import Path
from typing import Any

from crossclip.files import whole_file
from crossclip.model import CrossClip
from train.demo.card_text import card_text
from train.engine.command import exit_cleanly
from train.evaluate import evaluate, show
from train.rows import read_rows

FIGURES_FILE = "figures.json"
BRANCHES = {"photo": "photo", "photo+place+date": "photo_place", "product": "product"}
"""The branches of an evaluation that the card shows, and what it calls them."""


def card_figures(evaluation: dict[str, Any]) -> dict[str, float]:
    """The figures of an evaluation that the demo's card shows, by one name each."""
    figures: dict[str, float] = {}
    by_branch = {line["branch"]: line["category"] for line in evaluation.get("results", ())}
    for branch, name in BRANCHES.items():
        figures |= {f"{name}_{key}": measure["mean"] for key, measure in by_branch.get(branch, {}).items()}
    figures |= {key: evaluation[key] for key in ("photos", "photo_species") if key in evaluation}
    return figures | evaluation.get("prior", {})


def training_facts(table: str | Path) -> dict[str, float]:
    """What the card says of the training rows of a table."""
    rows = read_rows(table)
    train, tested = rows[rows.split == "train"], rows[(rows.split == "test") & (rows.photo != "")]
    return {
        "photographed": train.species[train.photo != ""].nunique(),
        "undated": (train.date[train.photo == ""] == "").mean(),
        "places": len(tested) / tested.photo.nunique(),
    }


def add_figures(folder: Path, figures: dict[str, Any]) -> None:
    """Write figures to a model folder's file of them, beside those that other commands measured."""
    path = folder / FIGURES_FILE
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    with whole_file(path) as draft:
        draft.write_text(json.dumps(known | figures, indent=2) + "\n", encoding="utf-8")


def write_card(folder: Path, table: str | Path, test: dict[str, Any], unseen: dict[str, Any]) -> None:
    """Write `figures.json` and the model card of a folder trained on a table, from two evaluations."""
    both = {"test": card_figures(test), "photoless": card_figures(unseen)}
    config = CrossClip.from_pretrained(folder).config
    add_figures(folder, both)
    with whole_file(folder / "README.md") as draft:
        draft.write_text(card_text(config, both["test"], both["photoless"], training_facts(table)), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of the demo model, which gets the card")
    parser.add_argument("--table", type=Path, required=True, help="table it was trained on, with a test split")
    parser.add_argument("--unseen-model", type=Path, required=True, help="trained alike, without some species' photos")
    parser.add_argument("--unseen-table", type=Path, required=True, help="photos of those species")
    options = parser.parse_args()
    command = shlex.join(["python", "-m", "train.demo.card", *sys.argv[1:]])
    test, unseen = (
        evaluate(model, table, command=command)
        for model, table in ((options.model, options.table), (options.unseen_model, options.unseen_table))
    )
    write_card(options.model, options.table, test, unseen)
    show(test)
    show(unseen)


if __name__ == "__main__":
    exit_cleanly(main)
