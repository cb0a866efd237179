"""What each stage of the demo model leaves of what it says of birds whose photos it never trained on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from crossclip.model import CrossClip
from crossclip.predict import Predictor
from train.answering.branches import photo_branches
from train.batches.features import FeatureCache, PixelSource
from train.probabilities import top_k_accuracy
from train.tables.rows import Rows


class StageTable:
    """A line a stage: top-1 by the photo only and, where place has learned already, with place and date.

    Args:
        unseen: by name, rows of photos that no training sees.
        cache: where the photos' features are kept, which most stages have in common.
    """

    def __init__(self, unseen: dict[str, Rows], cache: FeatureCache) -> None:
        self.unseen, self.cache = unseen, cache
        self.lines: list[dict[str, Any]] = []

    @torch.no_grad()
    def measure(
        self,
        stage: str,
        model: CrossClip,
        features: str,
        backbone: Callable[[Tensor], Tensor] | None = None,
        joined: bool = False,
    ) -> None:
        """Measure a model after a stage, and print the line.

        Args:
            features: the name of the photo features that it goes by.
            backbone: what makes them; the model's own by default.
            joined: measure the answer with place and date as well.
        """
        model.eval()
        line: dict[str, Any] = {"stage": stage}
        for name, rows in self.unseen.items():
            photos = self._embeddings(f"{name}-{features}", model, rows, backbone)
            line[name] = {"photo": top_k_accuracy(photos @ model.class_embeddings.T, rows.labels)}
            if joined:
                together = photo_branches(Predictor(model), photos, rows.sightings)["photo+place+date"]
                line[name]["photo+place+date"] = top_k_accuracy(together, rows.labels)
        self.lines.append(line)
        print(line, flush=True)

    def _embeddings(
        self, name: str, model: CrossClip, rows: Rows, backbone: Callable[[Tensor], Tensor] | None
    ) -> Tensor:
        """(N, dim) of the rows' photos, each looked at once."""
        pixels = PixelSource(model.config).evaluation("test", rows)
        encode = backbone or model.photo.features
        features = self.cache.features(name, encode, pixels, len(rows.distinct_photos))
        return model.photo.project(features)[rows.photo_numbers]
