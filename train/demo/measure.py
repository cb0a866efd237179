"""What the demo model's card says, measured: photos of tests, of held-out species and of another source; places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from torch import Tensor

from crossclip.predict import Predictor
from train.answering.branches import branches_of
from train.demo.confusions import confusions
from train.demo.data import DemoData
from train.demo.places.figures import place_figures
from train.probabilities import hits
from train.report import metrics
from train.report.spread import bootstrap_interval
from train.tables.rows import Rows, read_rows, rows_of
from train.words.evaluate import evaluate as measure_words
from train.words.evaluate import read_descriptions
from train.words.photos import photos_by_words

DESCRIPTIONS = Path(__file__).parents[2] / "tests" / "data" / "descriptions.csv"
BRANCHES = {"photo": "photo", "photo+place+date": "photo_place", "product": "product"}
"""The branches that the card shows, and what it calls them."""


def demo_figures(full: Path, held_out: Sequence[Path], data: DemoData) -> dict[str, Any]:
    """All figures of the card.

    Args:
        full, held_out: model folders in the folders of their variants; the latter without some species' photos.
    """
    predictor = Predictor.from_pretrained(full)
    unseen = [(Predictor.from_pretrained(one), one.parent / "held-out.csv") for one in held_out]
    return {
        "test": photo_figures([(predictor, full.parent / "table.csv")]),
        "held_out": photo_figures(unseen),
        "check": photo_figures([(predictor, full.parent / "check.csv")]),
        "places": place_figures(predictor, data),
        "words": measure_words(full, DESCRIPTIONS),
        "photos_by_words": photos_by_words_figures(unseen),
        "stages": stage_figures(full, held_out),
        "draws": len(held_out),
        "confusions": confusions(predictor, [full.parent / "check.csv"]),
        "training": training_facts(data, full.parent / "table.csv"),
    }


def photo_figures(asked: Sequence[tuple[Predictor, Path]]) -> dict[str, float]:
    """Of the test photos of one or several tables, each asked of its model, all together.

    Besides the measures of each branch: how much better the answer with place and date is than the plain product of
    photo and place, and the bootstrap interval of that over photos.
    """
    parts = [_answers(predictor, table) for predictor, table in asked]
    offsets = [sum(len(rows.distinct_photos) for rows, _ in parts[:i]) for i in range(len(parts))]
    photos = torch.cat([rows.photo_numbers + offset for (rows, _), offset in zip(parts, offsets, strict=True)])
    labels = torch.cat([rows.labels for rows, _ in parts])
    told = {branch: torch.cat([answers[branch] for _, answers in parts]) for branch in BRANCHES}
    figures: dict[str, float] = {
        f"{name}_{key}": value
        for branch, name in BRANCHES.items()
        for key, value in metrics.classification(told[branch], labels).items()
    }
    gain = hits(told["photo+place+date"], labels) - hits(told["product"], labels)
    low, high = bootstrap_interval(gain, photos)
    return figures | {
        "photos": len(photos.unique()),
        "photo_species": len(labels.unique()),
        "gain": gain.mean().item(),
        "gain_low": low,
        "gain_high": high,
    }


def _answers(predictor: Predictor, table: Path) -> tuple[Rows, dict[str, Tensor]]:
    rows = rows_of(read_rows(table), predictor.species, "test").with_photos()
    return rows, branches_of(predictor, rows)


def photos_by_words_figures(asked: Sequence[tuple[Predictor, Path]]) -> dict[str, float]:
    """How well the test's descriptions find the photos of species that each model saw no photo of."""
    found, photos, species = 0.0, 0, 0
    for predictor, table in asked:
        rows = rows_of(read_rows(table), predictor.species, "test").with_photos()
        labels = torch.zeros(len(rows.distinct_photos), dtype=torch.long)
        labels[rows.photo_numbers] = rows.labels
        told = read_descriptions(DESCRIPTIONS, predictor.species)
        embeddings = predictor.embed_photos(rows.distinct_photos), predictor.embed_texts(told.texts)
        share, count = photos_by_words(embeddings[0], labels, embeddings[1], told.labels)
        found += share * count if count else 0
        photos += count
        species += len(set(labels.tolist()) & set(told.labels.tolist()))
    return {"share": found / max(photos, 1), "photos": photos, "species": species}


def stage_figures(full: Path, held_out: Sequence[Path]) -> list[dict[str, Any]]:
    """A line a stage: on held-out species the mean of their draws, on check photos those of the full model."""
    check = _stages(full)
    draws = [_stages(folder) for folder in held_out]
    lines = []
    for number, line in enumerate(check):
        told = [draw[number]["held-out"] for draw in draws]
        unseen = {branch: fmean(one[branch] for one in told) for branch in told[0]} if told else {}
        lines.append({"stage": line["stage"], "held_out": unseen, "check": line["check"]})
    return lines


def _stages(model: Path) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = json.loads((model.parent / "stages.json").read_text(encoding="utf-8"))
    return lines


def training_facts(data: DemoData, table: Path) -> dict[str, float]:
    """What the card says of what the model was trained on."""
    rows = read_rows(table)
    train, tested = rows[rows.split == "train"], rows[(rows.split == "test") & (rows.photo != "")]
    return {
        "photographed": train.species[train.photo != ""].nunique(),
        "records": int((train.photo == "").sum()),
        "undated": float((train.date[train.photo == ""] == "").mean()),
        "places": len(tested) / tested.photo.nunique(),
        "runs": int((data.runs.split == "train").sum()),
        "feeder_reports": int((data.feeders.split == "train").sum()),
        "covered": len(data.covered),
        "summer_only": len(data.summer_only),
    }
