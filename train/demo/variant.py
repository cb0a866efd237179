"""One demo model, trained through all its stages and measured after each."""

from __future__ import annotations

import json
import math
import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from crossclip.files import whole_file
from crossclip.maps.land.coverage import COVERAGE_FILE, SURVEYS_FILE
from crossclip.model import CrossClip, CrossClipConfig
from train.answering.calibration import calibrate, validation_logits
from train.batches.features import FeatureCache
from train.batches.settings import BatchSettings
from train.demo.data import DemoData
from train.demo.places.learning import PlaceSettings, learn_places
from train.demo.places.sources import coverage_of, coverage_of_surveys, place_sources
from train.demo.settings import SCALE, TEXT_WIDTH, DemoSettings
from train.demo.stage_table import StageTable
from train.demo.stages import adapt, photo_features, tether
from train.demo.tables import DemoTables
from train.demo.teacher import LAST_LAYER, Teacher, aligned_start, read_classifier, start_photo_encoder
from train.engine.settings import LoopSettings
from train.engine.stages import Stage, Stages
from train.models.fresh import fresh_model
from train.pretrain import pretrain
from train.settings import PretrainSettings
from train.text_encoder import small_text_encoder
from train.words.calibration import photo_text_logits, text_logits
from train.words.reading import learn_words
from train.words.vocabulary import write_vocabulary

CLASSIFIER = "weights/mobilenet_v2_inat_birds.safetensors"


def train_variant(name: str, data: DemoData, output: Path, settings: DemoSettings, hidden: set[str]) -> Path:
    """Train one model through all stages and return its folder, with `stages.json`, its figures after each.

    Args:
        hidden: species whose photos take no part in any training.
    """
    folder = output / name / "model"
    if not (folder / "config.json").exists():
        Variant(data, output / name, settings, frozenset(hidden)).train(folder)
    return folder


@dataclass(frozen=True)
class Variant:
    """What each stage of a demo model learns, and with which settings; `output` keeps what they leave."""

    data: DemoData
    output: Path
    settings: DemoSettings
    hidden: frozenset[str]

    def train(self, folder: Path) -> None:
        """Run the stages that are not done yet, and write the model folder."""
        self.tables.write(self.output)
        model, stages = self.start(), Stages(self.output)
        figures = StageTable(self.tables.unseen_rows(), FeatureCache(self.output))
        figures.measure("aligned start", model, "start", self.teacher)
        stages.run(model.photo, Stage("adapted", lambda folder: self.adapt(model, folder)))
        figures.measure("after adaptation", model, "adapted")
        reading = Stage("read", lambda folder: learn_words(model, self.anchors, self.settings.reading, folder))
        Stages(self.text).run(model.text, reading)
        stages.run(model, Stage("aligned", lambda folder: self.align(model, folder)))
        figures.measure("after pre-training with six terms", model, "adapted", joined=True)
        stages.run(model, Stage("placed", lambda folder: self.place(model, folder)))
        validation = self.tables.rows("validation")
        calibrate(model, validation_logits(model, validation) | text_logits(model, validation.places_alone()))
        calibrate(model, photo_text_logits(model, validation.with_photos()), besides=True)
        figures.measure("after fine-tuning", model, "adapted", joined=True)
        with whole_file(self.output / "stages.json") as draft:
            draft.write_text(json.dumps(figures.lines, indent=1) + "\n", encoding="utf-8")
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        model.save_pretrained(part)
        coverage_of(self.data).write(part / COVERAGE_FILE)
        coverage_of_surveys(self.data).write(part / SURVEYS_FILE)
        os.replace(part, folder)

    def start(self) -> CrossClip:
        """A model of the demo's shape, its photo encoder and class embeddings at the aligned start."""
        torch.manual_seed(0)
        half = (0.5, 0.5, 0.5)
        config = CrossClipConfig(
            species=tuple(self.data.names),
            scientific_names=tuple(self.data.species.scientific_name),
            photo_encoder="mobilenet_v2",
            photo_folded=True,
            photo_turned=True,
            photo_resize=224,
            photo_mean=half,
            photo_std=half,
            text_reads="names of birds and, in English, descriptions composed from a table of their field marks",
            prompt="{name}",
            place_encoding="sphere-waves",
            place_covariates="environment",
            meta_dropout=0.2,
            projection_dropout=0.0,
            head_width=1024,
            head_dropout=0.1,
            surveyed=tuple(self.data.covered),
            summer_only=tuple(self.data.summer_only),
        )
        model = fresh_model(config, small_text_encoder(self.vocabulary, width=TEXT_WIDTH))
        start_photo_encoder(model.photo, self.weights, self.projection)
        with torch.no_grad():
            model.log_scale.fill_(math.log(SCALE))
            model.class_embeddings.copy_(self.anchors)
        return model

    def adapt(self, model: CrossClip, folder: Path) -> None:
        photos = self.tables.photos[self.tables.photos.split == "train"]
        adapt(model.photo, model.config, self.teacher, photos, self.projection, self.settings.adapted, folder)

    def align(self, model: CrossClip, folder: Path) -> None:
        """The six terms, the whole photo tower locked: text and place learn towards it (Zhai et al. 2022)."""
        pretrain(
            model,
            self.tables.rows("train"),
            PretrainSettings(
                text_rate=1e-5,
                meta_rate=1e-3,
                projection_rate=1e-5,
                temperature=1 / SCALE,
                every_caption=True,
                locked_photo=True,
                locked_projection=True,
                meta_follows=True,
            ),
            BatchSettings(classes=32, photos_per_class=2, sightings=1024, balance=0.4),
            LoopSettings(self.settings.aligned),
            folder,
            photo_features(model, self.tables.rows("train"), 1, self.output, "features"),
            tether(self.projection, self.anchors),
        )
        with torch.no_grad():  # so small an encoder cannot put all names exactly where its species are
            model.class_embeddings.copy_(self.anchors)
        model.head.start_from_alignment(self.anchors, SCALE, SCALE / 2)

    def place(self, model: CrossClip, folder: Path) -> None:
        validation = self.tables.rows("validation")
        loop = LoopSettings(self.settings.placed, warmup=100, clip=1.0, ema=0.99)
        learn_places(model, place_sources(self.data), validation, PlaceSettings(), loop, folder)

    @cached_property
    def tables(self) -> DemoTables:
        return DemoTables(self.data, self.hidden)

    @property
    def text(self) -> Path:
        """Where the text encoder's stages lie: it is the same for all variants."""
        return self.output.parent / "text"

    @property
    def vocabulary(self) -> Path:
        path = self.text / "vocab.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_vocabulary(self.data.names, path)
        return path

    @cached_property
    def weights(self) -> dict[str, Tensor]:
        return read_classifier(self.data.folder / CLASSIFIER)

    @cached_property
    def teacher(self) -> Teacher:
        return Teacher(self.weights)

    @cached_property
    def _aligned_start(self) -> tuple[Tensor, Tensor]:
        rows = self.data.species.teacher_index.tolist()
        return aligned_start(self.weights[f"{LAST_LAYER}.weight"][rows], dim=256)

    @property
    def projection(self) -> Tensor:
        return self._aligned_start[0]

    @property
    def anchors(self) -> Tensor:
        return self._aligned_start[1]
