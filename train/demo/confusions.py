"""Which species the demo model takes for which, on the photos it was tested with, for the app's About page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from crossclip.predict import Predictor
from train.answering.branches import branches_of
from train.tables.rows import read_rows, rows_of

PAIRS = 12


def confusions(predictor: Predictor, tables: Sequence[Path], most: int = PAIRS) -> dict[str, Any]:
    """The commonest mistakes on the test photos of some tables.

    A photo that is asked about at several places counts once: at each for its part.

    Returns:
        Numbers of photos, of their species and of photos named wrongly without and with place and date; and pairs,
        the commonest first: what a bird is, what the photo alone calls it, how many photos there are of it, on how
        many that happens, and on how many still with place and date.
    """
    alone: defaultdict[tuple[int, int], float] = defaultdict(float)
    together: defaultdict[tuple[int, int], float] = defaultdict(float)
    photos: defaultdict[int, float] = defaultdict(float)
    for table in tables:
        rows = rows_of(read_rows(table), predictor.species, "test").with_photos()
        told = branches_of(predictor, rows)
        weights = 1 / rows.photo_numbers.bincount()[rows.photo_numbers].double()
        for counts, branch in ((alone, "photo"), (together, "photo+place+date")):
            for pair, weight in _wrong(told[branch], rows.labels, weights):
                counts[pair] += weight
        for label, weight in zip(rows.labels.tolist(), weights.tolist(), strict=True):
            photos[label] += weight
    names = predictor.species
    pairs = sorted(alone, key=lambda pair: (-alone[pair], names[pair[0]], names[pair[1]]))[:most]
    return {
        "photos": round(sum(photos.values())),
        "species": len(photos),
        "wrong": round(sum(alone.values())),
        "wrong_with_place": round(sum(together.values()), 1),
        "pairs": [
            {
                "species": names[true],
                "said": names[said],
                "photos": round(photos[true]),
                "by_photo": round(alone[true, said]),
                "with_place": round(together[true, said], 1),
            }
            for true, said in pairs
        ],
    }


def _wrong(probability: Tensor, labels: Tensor, weights: Tensor) -> list[tuple[tuple[int, int], float]]:
    said = probability.argmax(dim=1)
    wrong = said != labels
    pairs = torch.stack([labels[wrong], said[wrong]], dim=1).tolist()
    return [((true, other), weight) for (true, other), weight in zip(pairs, weights[wrong].tolist(), strict=True)]
