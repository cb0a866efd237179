"""Rows without a file behind them."""

import numpy as np
import torch

from train.tables.rows import Rows

NOWHERE = (float("nan"),) * 3


def rows_with(labels, sightings, photos=None, classes=None) -> Rows:
    """Rows of these labels and sightings (longitude, latitude, share of the year), without photos by default."""
    labels = torch.tensor(labels)
    return Rows(
        np.array(photos or [""] * len(labels), dtype=str),
        labels,
        torch.tensor(sightings, dtype=torch.float32),
        classes or int(labels.max()) + 1,
        torch.zeros(len(labels), dtype=torch.bool),
        torch.arange(len(labels)),
    )
