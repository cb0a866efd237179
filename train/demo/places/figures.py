"""The figures of the demo model's place side, on places that it did not train on."""

from __future__ import annotations

import math
from datetime import date as Date
from typing import Any

import torch
from torch import Tensor

from crossclip.predict import Predictor
from crossclip.sighting import Sighting, sighting_tensor
from train.demo.data import DemoData
from train.report import metrics
from train.report.places import (
    place_auc,
    presence_auc,
    presence_error,
    presence_reliability,
    recall_by_season,
    recall_of,
)
from train.tables.rows import read_sightings

MIGRANTS: dict[str, tuple[float, float, str]] = {
    "Baltimore Oriole": (-93.3, 45.0, "Minneapolis"),
    "Scarlet Tanager": (-79.9, 40.4, "Pittsburgh"),
    "Rose-breasted Grosbeak": (-87.9, 43.0, "Milwaukee"),
    "Ruby-throated Hummingbird": (-83.0, 40.0, "Columbus"),
    "Barn Swallow": (-96.7, 40.8, "Lincoln"),
    "Wood Thrush": (-77.0, 38.9, "Washington"),
    "Bullock's Oriole": (-111.9, 40.8, "Salt Lake City"),
    "Western Tanager": (-105.0, 39.7, "Denver"),
    "American Redstart": (-71.1, 42.4, "Boston"),
    "Dark-eyed Junco": (-86.8, 36.2, "Nashville"),
}
"""Ten species of passage, and a town where each has a season in which it is not met."""


def place_figures(predictor: Predictor, data: DemoData, split: str = "test") -> dict[str, Any]:
    """Everything that is measured of place and date alone, in the cells of one split."""
    return records_figures(predictor, data, split) | survey_figures(predictor, data, split) | migrant_figures(predictor)


def records_figures(predictor: Predictor, data: DemoData, split: str) -> dict[str, Any]:
    """Of reported birds and of birds at feeders."""
    rows = data.occurrences[data.occurrences.split == split]
    labels = torch.tensor([data.names.index(name) for name in rows.species])
    sightings = sighting_tensor(read_sightings(rows.assign(photo="").fillna({"date": ""})))
    probability = predictor.probabilities(None, predictor.embed_sightings(sightings), "meta")
    months = [int(date[5:7]) if isinstance(date, str) else 0 for date in rows.date]
    covered = [data.names.index(name) for name in data.covered]
    chickadees = [i for i, name in enumerate(data.names) if "Chickadee" in name]
    warblers = [i for i, name in enumerate(data.names) if "Warbler" in name and i not in covered]
    feeders = data.feeders[data.feeders.split == split]
    fed = torch.tensor([data.names.index(name) for name in feeders.species])
    places = sighting_tensor(read_sightings(feeders.assign(photo="")))
    areas = place_auc(predictor.probabilities(None, predictor.embed_sightings(places), "meta"), fed)
    return (
        metrics.prior(probability, labels)
        | metrics.checklist(probability, labels, sightings)
        | {
            "prior_rows": len(rows),
            "prior_ece": metrics.expected_calibration_error(probability, labels),
            "prior_top10_by_season": recall_by_season(probability, labels, months),
            "covered_top10": recall_of(probability, labels, covered),
            "uncovered_top10": recall_of(probability, labels, list({*range(len(data.names))} - {*covered})),
            "chickadees_top10": recall_of(probability, labels, chickadees),
            "uncovered_warblers_top10": recall_of(probability, labels, warblers),
            "feeder_auc": areas.nanmean().item(),
            "feeder_species": int(areas.isfinite().sum()),
        }
    )


def survey_figures(predictor: Predictor, data: DemoData, split: str) -> dict[str, Any]:
    """Of survey runs, which know what was absent: by the place answer, and by the visits where the model has them."""
    chosen = (data.runs.split == split).to_numpy()
    runs, covered = data.runs[chosen], [data.names.index(name) for name in data.covered]
    present = torch.from_numpy(data.counts[chosen][:, covered] > 0)
    meta = predictor.embed_sightings(sighting_tensor(read_sightings(runs.assign(photo=""))))
    areas = presence_auc(predictor.probabilities(None, meta, "meta")[:, covered], present)
    recorded = torch.tensor([data.species.records[i] >= 20 for i in covered])
    figures: dict[str, Any] = {
        "route_auc": areas.nanmean().item(),
        "route_auc_recorded": areas[recorded].nanmean().item(),
        "route_species": int(areas.isfinite().sum()),
        "routes": int(runs[["longitude", "latitude"]].drop_duplicates().shape[0]),
        "runs": len(runs),
    }
    if predictor.config.surveyed:
        visits = predictor.visits(meta)[:, covered]
        table = presence_reliability(visits, present)
        figures |= {
            "visit_auc": presence_auc(visits, present).nanmean().item(),
            "visit_ece": presence_error(table),
            "visit_reliability": table,
        }
    return figures


def migrant_figures(predictor: Predictor) -> dict[str, Any]:
    """For ten species of passage, the least and the greatest probability over the weeks of a year at one town."""
    return {"migrants": {name: _year_of(predictor, name) for name in MIGRANTS if name in predictor.species}}


def _year_of(predictor: Predictor, name: str) -> dict[str, float | int | str]:
    longitude, latitude, town = MIGRANTS[name]
    days = [Date(2023, 1, 1).toordinal() + 7 * week for week in range(52)]
    weeks = [Sighting(longitude, latitude, Date.fromordinal(day)) for day in days]
    probability: Tensor = predictor.probabilities(None, predictor.embed_sightings(weeks), "meta")
    year = probability[:, predictor.find_species(name)]
    least, most = int(year.argmin()), int(year.argmax())
    return {
        "town": town,
        "least": year[least].item(),
        "least_week": least + 1,
        "most": year[most].item(),
        "most_week": most + 1,
        "ratio": (year[least] / year[most]).item() if year[most] else math.nan,
    }
