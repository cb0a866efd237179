"""One experiment: a dataset, a budget, and everything that the systems of a table share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import torch
from torch import nn

from crossclip.model import CrossClip
from crossclip.model.config import CrossClipConfig
from crossclip.model.encoders import fold_batch_norm, torchvision_backbone
from train.engine.options import fresh_text_encoder, load_photo_weights
from train.engine.sampler import BatchSettings
from train.rows import Rows, TableError, read_table, rows_of
from train.systems.trunk import PixelSource, TrunkSource

IMAGENET = CrossClipConfig(species=("",), scientific_names=("",))  # torchvision's mean and deviation of pixels


@dataclass(frozen=True)
class ExperimentSettings:
    """Defaults are the paper's, but for the epochs: it gives 200 for each system, not how they part.

    Attributes:
        photo_encoder: one backbone for every system; "" for the paper's, InceptionV3 for its baselines
            and ResNet-50 for CLIP and ours.
        photo_weights: safetensors state dict of it; "random" for none; "" fetches torchvision's.
        photo_folded: merge its batch norms into the convolutions.
        photo_half: its pixels are scaled to -1..1, not by ImageNet's mean and deviation.
        photo_size: in pixels; 0 for the encoder's usual (InceptionV3 299, others 224).
        locked_blocks: of the backbone do not learn, and what they make of `views` augmented views of
            each photo is computed once. Input planes of place and date then enter after them.
        pretrain_epochs, finetune_epochs: systems with one stage get the sum, so all see as many photos.
        batch: P x K photos a step; the systems that need no pairs shuffle as many.
        sightings: rows without photo that the systems with a place branch draw beside them.
        prior_steps: of the geo prior, which learns apart from photos.
        classifier_rate: of the backbone in the photo classifiers.
        photo_rate, text_rate, meta_rate: of the encoders in CLIP and ours. `train.table --tune` finds a
            factor on its rates for each system.
    """

    dataset: str = field(metadata={"help": "table of photo, species, longitude, latitude, date, split"})
    output: str = field(metadata={"help": "folder of the trained systems and of the table"})
    photo_encoder: str = ""
    photo_weights: str = ""
    photo_folded: bool = False
    photo_half: bool = False
    photo_size: int = 0
    locked_blocks: int = 0
    views: int = 8
    text_encoder: str = "distilbert-base-uncased"
    pretrain_epochs: float = 100
    finetune_epochs: float = 100
    classes: int = 16
    photos_per_class: int = 2
    sightings: int = 512
    prior_steps: int = 3000
    classifier_rate: float = 1e-4
    photo_rate: float = 1e-4
    text_rate: float = 1e-5
    meta_rate: float = 5e-5
    precision: str = "no"
    checkpoint_every: int = 200
    workers: int = 0
    device: str = ""


@dataclass(frozen=True)
class Experiment:
    """The data of an experiment, and fresh networks for it."""

    settings: ExperimentSettings
    species: tuple[str, ...]
    rows: dict[str, Rows]

    @classmethod
    def of(cls, settings: ExperimentSettings) -> Experiment:
        table = read_table(settings.dataset)
        species = tuple(sorted(set(table.species)))
        rows = {split: rows_of(table, species, split) for split in ("train", "validation", "test")}
        for split, part in rows.items():
            if not part.has_photo.any():
                raise TableError(f"{settings.dataset} has no photo in the split {split!r}")
        if not settings.device:
            settings = replace(settings, device="cuda" if torch.cuda.is_available() else "cpu")
        return cls(settings, species, rows)

    @cached_property
    def photo_rows(self) -> dict[str, Rows]:
        """The rows with a photo, by split: what is asked about."""
        return {split: rows[rows.has_photo.nonzero()[:, 0]] for split, rows in self.rows.items()}

    def config(self, usual_encoder: str, **changes) -> CrossClipConfig:
        """The shape of a system whose paper's backbone is `usual_encoder`."""
        s = self.settings
        encoder = s.photo_encoder or usual_encoder
        size = s.photo_size or (299 if encoder == "inception_v3" else 224)
        half = (0.5, 0.5, 0.5)
        return CrossClipConfig(
            species=self.species,
            scientific_names=self.species,
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
        s = self.settings
        network, width = torchvision_backbone(encoder, pretrained=not s.photo_weights)
        if s.photo_weights not in ("", "random"):
            load_photo_weights(network, Path(s.photo_weights))
        if s.photo_folded:
            fold_batch_norm(network)
        return network, width

    def crossclip(self, **changes) -> CrossClip:
        """An untrained CrossCLIP around the shared backbone and text encoder."""
        text, tokenizer = fresh_text_encoder(self.settings.text_encoder)
        described = text.config.to_diff_dict() | {"model_type": text.config.model_type}
        config = self.config("resnet50", text_encoder=described, **changes)
        model = CrossClip(config)
        model.photo.backbone.load_state_dict(self.backbone(config.photo_encoder)[0].state_dict())
        model.attach_text(text, tokenizer)
        return model.to(self.settings.device)

    def source(self, config: CrossClipConfig) -> PixelSource | TrunkSource:
        """How a system sees photos."""
        pixels = PixelSource(config)
        if not self.settings.locked_blocks:
            return pixels
        return TrunkSource(
            pixels,
            lambda: self.backbone(config.photo_encoder)[0],
            self.settings.locked_blocks,
            self.settings.views,
            Path(self.settings.output),
        )

    def batch(self, **changes) -> BatchSettings:
        s = self.settings
        return replace(BatchSettings(s.classes, s.photos_per_class, pair_sightings=True), **changes)
