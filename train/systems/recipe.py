"""The settings of our system, and what its ablation varies of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, TypeVar

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
    schedule: str = "cosine"
    warmup: int = 20
    clip: float = 5.0

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
                workers=s.workers,
            ),
            FinetuneSettings(
                head_rate=1e-3,
                encoder_rate=s.photo_rate / 10,
                place_share=1.0,
                photo_alone=1.0,
                borrowed=3.0,
                stretch=3.0,
                workers=s.workers,
            ),
            dataclasses.replace(s.batch, shuffled=True, sightings=s.sightings, balance=1.0),
        )

    @classmethod
    def of_paper(cls, s: ExperimentSettings) -> Recipe:
        """As the paper prints it (sections 3 and 4.2), with 0.007 for its temperature, which is negative; what it
        does not say is as in `train/presets/paper_pretrain.yaml` and `paper_finetune.yaml`."""
        return cls(
            PretrainSettings(temperature=0.007, summed=True, caption_each=True, workers=s.workers),
            FinetuneSettings(aligned_head=False, place_alone=0.0, workers=s.workers),
            BatchSettings(s.classes, s.photos_per_class, shuffled=True, unknown_place=0.0, unknown_date=0.0),
            place_encoding="wrap",
            meta_dropout=0.5,
            projection_dropout=0.1,
            schedule="constant",
            warmup=0,
            clip=1e9,
        )

    @property
    def pace(self) -> dict[str, Any]:
        """What of the loop's settings is the recipe's."""
        return {"schedule": self.schedule, "warmup": self.warmup, "clip": self.clip}


def scaled(settings: StageT, factor: float, names: tuple[str, ...]) -> StageT:
    """Settings with some of their learning rates multiplied."""
    return dataclasses.replace(settings, **{name: factor * getattr(settings, name) for name in names})
