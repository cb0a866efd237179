"""Settings of a whole table of systems."""

from __future__ import annotations

from dataclasses import dataclass, field

from train.batches.settings import BatchSettings


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

    dataset: str = field(
        metadata={"help": "CSV of photo, species, longitude, latitude, date, split", "aliases": ["--table"]}
    )
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

    @property
    def batch(self) -> BatchSettings:
        """What a step draws of photos, in the systems that need pairs."""
        return BatchSettings(self.classes, self.photos_per_class, pair_sightings=True)
