"""The settings of our system, and what its ablation varies of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TypeVar

from train.batches.settings import BatchSettings
from train.settings import FinetuneSettings, PretrainSettings
from train.systems.settings import ExperimentSettings

StageT = TypeVar("StageT", PretrainSettings, FinetuneSettings)


@dataclass(frozen=True)
class Recipe:
    """What the ablation varies of our system."""

    pretrain: PretrainSettings
    finetune: FinetuneSettings
    batch: BatchSettings
    place_encoding: str = "sphere"
    meta_dropout: float = 0.2
    projection_dropout: float = 0.2

    @classmethod
    def of(cls, s: ExperimentSettings) -> Recipe:
        return cls(
            PretrainSettings(
                photo_rate=s.photo_rate,
                text_rate=s.text_rate,
                meta_rate=s.meta_rate,
                temperature=0.12,
                every_caption=True,
                spread_captions=True,
                meta_follows=True,
            ),
            FinetuneSettings(
                head_rate=1e-3,
                encoder_rate=s.photo_rate / 10,
                place_share=1.0,
                photo_alone=1.0,
                borrowed=3.0,
                stretch=3.0,
            ),
            dataclasses.replace(s.batch, shuffled=True, sightings=s.sightings, balance=1.0),
        )


def scaled(settings: StageT, factor: float, names: tuple[str, ...]) -> StageT:
    """Settings with some of their learning rates multiplied."""
    return dataclasses.replace(settings, **{name: factor * getattr(settings, name) for name in names})
