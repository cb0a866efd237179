"""How densely the records of a model lie: where people watch birds, and so where a photo is more likely taken."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from crossclip.maps.land.coverage import Coverage
from crossclip.sphere import kilometres, on_sphere

SMOOTHING, FLOOR = 200.0, 0.05  # km around records; of the mean density, what there is everywhere

BLOCK = 1000  # places at a time: all at once would be gigabytes of distances


class RecordDensity:
    """How densely records lie around places, with a floor everywhere; kept for the land of each season."""

    def __init__(self, coverage: Coverage) -> None:
        places, index = np.unique(np.stack([coverage.longitudes, coverage.latitudes]), axis=1, return_inverse=True)
        self.places = on_sphere(*places)
        self.records = np.bincount(index.ravel(), coverage.records)
        self._kept: dict[bytes, Tensor] = {}

    def __call__(self, cells: np.ndarray) -> Tensor:
        """Logarithms (cells,) at places (cells, 2)."""
        key = cells.tobytes()
        if key not in self._kept:
            blocks = np.split(on_sphere(*cells.T)[:, None], range(BLOCK, len(cells), BLOCK))
            near = np.concatenate([self._near(block) for block in blocks])
            self._kept[key] = torch.from_numpy(np.log(near / near.mean() + FLOOR)).float()
        return self._kept[key]

    def _near(self, places: np.ndarray) -> np.ndarray:
        """Records around places (N, 1, 3) on the unit sphere, the near ones counting more."""
        away = kilometres(places, self.places)
        near: np.ndarray = np.exp(-((away / SMOOTHING) ** 2) / 2) @ self.records
        return near
