"""One experiment: a dataset, a budget, and everything that the systems of a table share; and its trials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from crossclip.model import CrossClip
from crossclip.model.config import CrossClipConfig
from train.batches.features import FeatureCache, PixelSource, TrunkSource
from train.batches.settings import BatchSettings
from train.engine.settings import LoopSettings
from train.engine.stages import Stages
from train.models.fresh import fresh_backbone, fresh_model, fresh_text_encoder
from train.systems.settings import ExperimentSettings
from train.tables.rows import Rows, RowsError, read_rows, rows_of, scientific_names

IMAGENET = CrossClipConfig(species=("",), scientific_names=("",))  # torchvision's mean and deviation of pixels
Branches = dict[str, Tensor]
Answerer = Callable[[str], Branches]
"""From a split to probabilities (photo rows, classes) by branch, that is by what was told (`train.report.answers`)."""


@dataclass(frozen=True)
class Experiment:
    """The data of an experiment, and fresh networks for it."""

    settings: ExperimentSettings
    species: tuple[str, ...]
    rows: dict[str, Rows]
    scientific_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: ExperimentSettings) -> Experiment:
        table = read_rows(settings.dataset)
        species = tuple(sorted(set(table.species)))
        rows = {split: rows_of(table, species, split) for split in ("train", "validation", "test")}
        for split, part in rows.items():
            if not part.has_photo.any():
                raise RowsError(f"{settings.dataset} has no photo in the split {split!r}")
        if not settings.device:
            settings = replace(settings, device="cuda" if torch.cuda.is_available() else "cpu")
        return cls(settings, species, rows, scientific_names(table, species))

    @cached_property
    def photo_rows(self) -> dict[str, Rows]:
        """The rows with a photo, by split: what is asked about."""
        return {split: rows.with_photos() for split, rows in self.rows.items()}

    def config(self, usual_encoder: str, **changes: Any) -> CrossClipConfig:
        """The shape of a system whose paper's backbone is `usual_encoder`."""
        s = self.settings
        encoder = s.photo_encoder or usual_encoder
        size = s.photo_size or (299 if encoder == "inception_v3" else 224)
        half = (0.5, 0.5, 0.5)
        return CrossClipConfig(
            species=self.species,
            scientific_names=self.scientific_names or ("",) * len(self.species),
            photo_encoder=encoder,
            photo_folded=s.photo_folded,
            photo_size=size,
            photo_resize=round(size * 8 / 7),
            photo_mean=half if s.photo_half else IMAGENET.photo_mean,
            photo_std=half if s.photo_half else IMAGENET.photo_std,
            **changes,
        )

    def backbone(self, encoder: str) -> tuple[nn.Module, int]:
        """A backbone as every system starts from it, and the width of its features."""
        return fresh_backbone(encoder, self.settings.weights_of(encoder), self.settings.photo_folded)

    def crossclip(self, **changes: Any) -> CrossClip:
        """An untrained CrossCLIP around the shared backbone and text encoder."""
        config = self.config("resnet50", place_covariates=self.settings.place_covariates, **changes)
        text = fresh_text_encoder(self.settings.text_encoder)
        model = fresh_model(config, text, lambda: self.backbone(config.photo_encoder)[0])
        return model.to(self.settings.device)

    def source(self, config: CrossClipConfig) -> PixelSource | TrunkSource:
        """How a system sees photos."""
        pixels = PixelSource(config, self.settings.workers)
        if not self.settings.locked_blocks:
            return pixels
        return TrunkSource(
            pixels,
            lambda: self.backbone(config.photo_encoder)[0],
            self.settings.locked_blocks,
            self.settings.views,
            FeatureCache(Path(self.settings.output)),
        )

    def batch(self, **changes: Any) -> BatchSettings:
        return replace(self.settings.batch, **changes)


@dataclass(frozen=True)
class Trial:
    """One seed of one system or variant.

    Attributes:
        rates: by system, the factor on its usual learning rates.
    """

    experiment: Experiment
    name: str
    seed: int
    rates: Mapping[str, float]

    @property
    def rate(self) -> float:
        return self.rates[self.name]

    @property
    def folder(self) -> Path:
        return Path(self.experiment.settings.output) / "trained" / self.name / f"seed {self.seed}, rate x {self.rate:g}"

    def loop(self, epochs: float, photos: int, **changes: Any) -> LoopSettings:
        s = self.experiment.settings
        count = int(self.experiment.rows["train"].has_photo.sum())
        return LoopSettings(
            steps=max(1, round(epochs * count / photos)),
            precision=s.precision,
            checkpoint_minutes=s.checkpoint_minutes,
            checkpoint_every=s.checkpoint_every,
            seed=self.seed,
            **({"warmup": 20} | changes),
        )

    @property
    def stages(self) -> Stages:
        return Stages(self.folder)
