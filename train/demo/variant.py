"""One demo model, trained through all its stages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import torch

from crossclip.maps.coverage import COVERAGE_FILE, Coverage
from crossclip.model import CrossClip, CrossClipConfig
from train.batches.photos import Photos, training_transform
from train.batches.settings import BatchSettings
from train.calibration import calibrate, validation_logits
from train.demo import data as demo_data
from train.demo.stages import adapt, learn_names, photo_features, tether
from train.demo.teacher import Teacher, aligned_start, read_classifier, start_photo_encoder
from train.engine.fresh import fresh_model
from train.engine.settings import LoopSettings
from train.engine.stages import Stage, Stages
from train.finetune import finetune
from train.pretrain import pretrain
from train.rows import Rows, rows_of
from train.settings import FinetuneSettings, PretrainSettings
from train.text_encoder import small_text_encoder

CLASSIFIER, VOCABULARY = "weights/mobilenet_v2_inat_birds.safetensors", "weights/bert_base_uncased_vocab.txt"


@dataclass(frozen=True)
class DemoSettings:
    """Lengths of the stages, in optimiser steps; the defaults made the shipped model."""

    adapt: int = 240
    names: int = 400
    locked: int = 700
    thawed: int = 60
    finetune: int = 1200
    views: int = 2

    def shortened(self, factor: int) -> DemoSettings:
        return DemoSettings(*(max(1, getattr(self, name) // factor) for name in self.__dataclass_fields__))


def train_variant(name: str, data: Path, output: Path, settings: DemoSettings, hidden: set[str]) -> Path:
    """Train one model through all stages and return its folder.

    Args:
        hidden: species whose photos take no part in any training.
    """
    output = output / name
    if (output / "model" / "config.json").exists():
        return output / "model"
    torch.manual_seed(0)
    species = demo_data.read_species(data)
    occurrences = demo_data.read_occurrences(data, species)
    photos = demo_data.read_photos(data)
    photos = photos[~photos.species.isin(hidden)]
    table = demo_data.demo_table(photos, occurrences, species)
    output.mkdir(parents=True, exist_ok=True)
    table.to_csv(output / "table.csv", index=False)
    rows = rows_of(table, list(species.species), "train")
    weights = read_classifier(data / CLASSIFIER)
    class_weights = weights["classifier.1.weight"][species.teacher_index.tolist()]
    projection, anchors = aligned_start(class_weights, dim=256)

    model = start_demo_model(species, data / VOCABULARY)
    start_photo_encoder(model, weights, projection)
    teacher = Teacher(weights)
    learn = DemoStages(model, rows, photos[photos.split == "train"], teacher, projection, anchors, settings, output)
    Stages(output).run(
        model,
        Stage("adapt", learn.features),
        Stage("names", learn.names),
        Stage("locked", learn.alignment_locked),
        Stage("thawed", learn.alignment_thawed),
        Stage("finetuned", learn.classes),
    )
    calibrate(model, validation_logits(model, rows_of(table, list(species.species), "validation")))
    draft = output / "model.part"
    model.save_pretrained(draft)
    train_rows = occurrences[occurrences.split == "train"]
    Coverage.of(train_rows.longitude + 1e-6, train_rows.latitude + 1e-6).write(draft / COVERAGE_FILE)
    os.replace(draft, output / "model")
    return output / "model"


@dataclass(frozen=True)
class DemoStages:
    """What each stage of the demo model learns, and with which settings; each is given its own folder.

    Attributes:
        rows: of training; `photos` those of the stage that needs no species.
        projection, anchors: of the aligned start (`train.demo.teacher.aligned_start`).
        output: where features are kept that several stages need.
    """

    model: CrossClip
    rows: Rows
    photos: pd.DataFrame
    teacher: Teacher
    projection: torch.Tensor
    anchors: torch.Tensor
    settings: DemoSettings
    output: Path

    def features(self, folder: Path) -> None:
        adapt(self.model, self.teacher, self.photos, self.projection, self.settings.adapt, folder)

    def names(self, folder: Path) -> None:
        learn_names(self.model, self.anchors, self.settings.names, folder)

    def alignment_locked(self, folder: Path) -> None:
        pretrain(
            self.model,
            self.rows,
            PretrainSettings(
                projection_rate=1e-4, text_rate=2e-4, meta_rate=1e-3, every_caption=True, locked_photo=True
            ),
            BatchSettings(classes=32, photos_per_class=2, sightings=1024, balance=0.4),
            LoopSettings(self.settings.locked),
            folder,
            photo_features(self.model, self.rows, self.settings.views, self.output, "features"),
            tether(self.projection, self.anchors),
        )

    def alignment_thawed(self, folder: Path) -> None:
        pretrain(
            self.model,
            self.rows,
            PretrainSettings(photo_rate=2e-5, projection_rate=3e-5, text_rate=5e-5, meta_rate=2e-4, every_caption=True),
            BatchSettings(classes=16, photos_per_class=2, sightings=512, balance=0.4),
            LoopSettings(self.settings.thawed, checkpoint_every=30),
            folder,
            Photos(self.rows, training_transform(self.model.config)),
            tether(self.projection, self.anchors, self.teacher),
        )

    def classes(self, folder: Path) -> None:
        finetune(
            self.model,
            self.rows,
            FinetuneSettings(head_rate=2e-4, encoder_rate=3e-4, locked_photo=True, borrowed=2.0, way=0.5),
            BatchSettings(
                classes=32,
                photos_per_class=4,
                sightings=1024,
                pair_sightings=True,
                unknown_place=0.15,
                unknown_date=0.15,
            ),
            LoopSettings(self.settings.finetune, warmup=20),
            folder,
            photo_features(self.model, self.rows, self.settings.views, self.output, "thawed-features"),
        )


def start_demo_model(species: pd.DataFrame, vocabulary: Path) -> CrossClip:
    """An untrained model of the demo's shape."""
    half = (0.5, 0.5, 0.5)
    config = CrossClipConfig(
        species=tuple(species.species),
        scientific_names=tuple(species.scientific_name),
        photo_encoder="mobilenet_v2",
        photo_folded=True,
        photo_resize=224,
        photo_mean=half,
        photo_std=half,
        text_reads="common and scientific names of birds, parts of them, and nothing else",
        place_encoding="sphere-waves",
        meta_dropout=0.2,
        projection_dropout=0.0,
    )
    model = fresh_model(config, small_text_encoder(vocabulary))
    with torch.no_grad():
        model.log_scale.fill_(torch.tensor(20.0).log())
    return model
