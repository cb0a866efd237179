"""What the demo model learns of places, from all that is recorded in training cells."""

from __future__ import annotations

import pandas as pd
import torch

from crossclip.maps.land.coverage import Coverage
from train.demo.data import DemoData
from train.demo.places.learning import PlaceSources
from train.demo.places.points import points_of_records, points_of_runs

EVENNESS = 0.35  # of records: between how often species are reported and all alike
FEEDER_RECORDS, FEEDER_MONTHS = 20, 2


def place_sources(data: DemoData) -> PlaceSources:
    """Records, survey runs and feeders as points."""
    names = data.names
    occurrences, feeders = (table[table.split == "train"] for table in (data.occurrences, data.feeders))
    runs = (data.runs.split == "train").to_numpy()
    fed = data.feeders.species.value_counts()
    gardens = [name for name in names if fed.get(name, 0) >= FEEDER_RECORDS]
    covered, garden_classes = (torch.tensor([names.index(name) for name in part]) for part in (data.covered, gardens))
    return PlaceSources(
        points_of_records(occurrences, names, EVENNESS),
        points_of_runs(data.runs[runs], data.counts[runs][:, covered.numpy()]),
        covered,
        points_of_records(feeders, gardens, months=FEEDER_MONTHS),
        garden_classes,
    )


def coverage_of(data: DemoData) -> Coverage:
    """Where and when there are records of any kind."""
    return _coverage(data.occurrences, data.feeders, data.runs)


def coverage_of_surveys(data: DemoData) -> Coverage:
    """Where and when surveys were run, which know what was absent."""
    return _coverage(data.runs)


def _coverage(*tables: pd.DataFrame) -> Coverage:
    table = pd.concat([part[part.split == "train"] for part in tables])
    months = pd.to_datetime(table.date).dt.month.fillna(0).astype(int)
    return Coverage.of(table.longitude + 1e-6, table.latitude + 1e-6, months)
