"""Settings of a whole table of systems."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossclip.errors import CrossClipError
from train.batches.settings import BatchSettings
from train.identity import FREE
from train.models.fresh import check_backbone, check_place


@dataclass(frozen=True)
class ExperimentSettings:
    """Defaults are the paper's, but for the epochs: it gives 200 for each system, not how they part.

    Attributes:
        photo_encoder: one backbone for every system; "" for the paper's, InceptionV3 for its baselines
            and ResNet-50 for CLIP and ours.
        photo_weights: safetensors state dict of it; "random" for none; "" fetches torchvision's.
        encoder_weights: ENCODER=FILE for each backbone, where the systems have several: each file as above.
        photo_folded: merge its batch norms into the convolutions.
        photo_half: its pixels are scaled to -1..1, not by ImageNet's mean and deviation.
        photo_size: in pixels; 0 for the encoder's usual (InceptionV3 299, others 224).
        locked_blocks: of the backbone do not learn, and what they make of augmented views of each photo is
            computed once. Input planes of place and date then enter after them.
        views: how many views these are.
        text_encoder: any Hugging Face encoder, by name or folder.
        place_covariates: what every system that reads a place reads of it besides its encoding: `none` or
            `environment`.
        pretrain_epochs, finetune_epochs: systems with one stage get the sum, so all see as many photos.
        classes, photos_per_class: P and K of the P x K photos a step; the systems that need no pairs shuffle
            as many.
        sightings: rows without photo that the systems with a place branch draw beside them.
        prior_steps: of the geo prior, which learns apart from photos.
        classifier_rate: of the backbone in the photo classifiers.
        photo_rate, text_rate, meta_rate: of the encoders in CLIP and ours. `train.table --tune` finds a
            factor on its rates for each system.
        precision: `no`, `bf16` or `fp16`; weights stay in 32 bits.
        checkpoint_minutes: minutes between two checkpoints, of which the last one is kept; 0 for none by time.
        checkpoint_every: steps between two checkpoints, besides; 0 for none by steps.
        workers: processes that decode and crop photos; 0 for none, -1 for what the cores allow.
        device: cpu or cuda; a GPU is used where there is one.
    """

    dataset: str = field(
        metadata={"help": "CSV of photo, species, longitude, latitude, date, split", "aliases": ["--table"]}
    )
    output: str = field(metadata={**FREE, "help": "folder of the trained systems and of the table"})
    photo_encoder: str = ""
    photo_weights: str = ""
    encoder_weights: list[str] = field(default_factory=list)
    photo_folded: bool = False
    photo_half: bool = False
    photo_size: int = 0
    locked_blocks: int = 0
    views: int = 8
    text_encoder: str = "distilbert-base-uncased"
    place_covariates: str = "none"
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
    precision: str = field(default="no", metadata=FREE)
    checkpoint_minutes: float = field(default=10.0, metadata=FREE)
    checkpoint_every: int = field(default=0, metadata=FREE)
    workers: int = field(default=-1, metadata=FREE)
    device: str = field(default="", metadata=FREE)

    def __post_init__(self) -> None:
        for name in ("pretrain_epochs", "finetune_epochs"):
            if not getattr(self, name) > 0:
                raise CrossClipError(f"{name} is {getattr(self, name):g}: it must be above 0")
        for name in ("photo_size", "locked_blocks", "sightings", "prior_steps", "checkpoint_minutes"):
            if getattr(self, name) < 0:
                raise CrossClipError(f"{name} is {getattr(self, name)}: it cannot be below 0")
        for name in ("views", "classes", "photos_per_class"):
            if getattr(self, name) < 1:
                raise CrossClipError(f"{name} is {getattr(self, name)}: it must be at least 1")
        for pair in self.encoder_weights:
            if "=" not in pair:
                raise CrossClipError(
                    f"encoder_weights has {pair!r}: write ENCODER=FILE, as resnet50=resnet50.safetensors"
                )
            check_backbone(pair.split("=", 1)[0])
        if self.photo_encoder:
            check_backbone(self.photo_encoder)
        check_place(covariates=self.place_covariates)

    def weights_of(self, encoder: str) -> str:
        """File of the weights of one backbone, or what `photo_weights` says of all."""
        return dict(pair.split("=", 1) for pair in self.encoder_weights).get(encoder, self.photo_weights)

    @property
    def batch(self) -> BatchSettings:
        """What a step draws of photos, in the systems that need pairs."""
        return BatchSettings(self.classes, self.photos_per_class, pair_sightings=True)
