"""One demo model, trained through all its stages and measured after each."""

from __future__ import annotations

import json
import math
import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import torch
from torch import Tensor

from crossclip.files import whole_file
from crossclip.maps.coverage import COVERAGE_FILE, Coverage
from crossclip.model import CrossClip, CrossClipConfig
from train.batches.features import FeatureCache
from train.batches.settings import BatchSettings
from train.calibration import calibrate, validation_logits
from train.demo.data import DemoData
from train.demo.places import PlaceSettings, PlaceSources, learn_places
from train.demo.points import points_of_records, points_of_runs
from train.demo.stage_table import StageTable
from train.demo.stages import adapt, learn_names, photo_features, tether
from train.demo.teacher import LAST_LAYER, Teacher, aligned_start, read_classifier, start_photo_encoder
from train.engine.fresh import fresh_model
from train.engine.settings import LoopSettings
from train.engine.stages import Stage, Stages
from train.pretrain import pretrain
from train.rows import Rows, rows_of
from train.settings import PretrainSettings
from train.text_encoder import small_text_encoder

CLASSIFIER, VOCABULARY = "weights/mobilenet_v2_inat_birds.safetensors", "weights/bert_base_uncased_vocab.txt"
SCALE = 29.0  # of cosines: chosen on the check photos and on photos of species held out of training
EVENNESS = 0.35  # of records: between how often species are reported and all alike
FEEDER_RECORDS, FEEDER_MONTHS = 20, 2


@dataclass(frozen=True)
class DemoSettings:
    """Lengths of the stages, in optimiser steps; the defaults made the shipped model."""

    adapted: int = 130
    named: int = 600
    aligned: int = 300
    placed: int = 600

    def shortened(self, factor: int) -> DemoSettings:
        return DemoSettings(*(max(1, getattr(self, name) // factor) for name in self.__dataclass_fields__))


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
        self.write_tables()
        model, stages = self.start(), Stages(self.output)
        figures = StageTable(self.unseen_rows(), FeatureCache(self.output))
        figures.measure("aligned start", model, "start", self.teacher)
        stages.run(model.photo, Stage("adapted", lambda folder: self.adapt(model, folder)))
        figures.measure("after adaptation", model, "adapted")
        names = Stage("named", lambda folder: learn_names(model, self.anchors, self.settings.named, folder))
        Stages(self.output.parent / "text").run(model.text, names)  # the same for all variants
        stages.run(model, Stage("aligned", lambda folder: self.align(model, folder)))
        figures.measure("after pre-training with six terms", model, "adapted", joined=True)
        stages.run(model, Stage("placed", lambda folder: self.place(model, folder)))
        calibrate(model, validation_logits(model, self.rows("validation")))
        figures.measure("after fine-tuning", model, "adapted", joined=True)
        with whole_file(self.output / "stages.json") as draft:
            draft.write_text(json.dumps(figures.lines, indent=1) + "\n", encoding="utf-8")
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        model.save_pretrained(part)
        self.coverage().write(part / COVERAGE_FILE)
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
            photo_resize=224,
            photo_mean=half,
            photo_std=half,
            text_reads="common and scientific names of birds, parts of them, and nothing else",
            place_encoding="sphere-waves",
            place_covariates="environment",
            meta_dropout=0.2,
            projection_dropout=0.0,
            head_width=1024,
            head_dropout=0.1,
            surveyed=tuple(self.data.covered),
            summer_only=tuple(self.data.summer_only),
        )
        model = fresh_model(config, small_text_encoder(self.data.folder / VOCABULARY))
        start_photo_encoder(model.photo, self.weights, self.projection)
        with torch.no_grad():
            model.log_scale.fill_(math.log(SCALE))
            model.class_embeddings.copy_(self.anchors)
        return model

    def adapt(self, model: CrossClip, folder: Path) -> None:
        photos = self.data.photos[self.data.photos.split == "train"]
        photos = photos[~photos.species.isin(self.hidden)]
        adapt(model.photo, model.config, self.teacher, photos, self.projection, self.settings.adapted, folder)

    def align(self, model: CrossClip, folder: Path) -> None:
        """The six terms, the whole photo tower locked: text and place learn towards it (Zhai et al. 2022)."""
        pretrain(
            model,
            self.rows("train"),
            PretrainSettings(
                text_rate=2e-4,
                meta_rate=1e-3,
                projection_rate=1e-4,
                temperature=1 / SCALE,
                every_caption=True,
                locked_photo=True,
                locked_projection=True,
                meta_follows=True,
            ),
            BatchSettings(classes=32, photos_per_class=2, sightings=1024, balance=0.4),
            LoopSettings(self.settings.aligned),
            folder,
            photo_features(model, self.rows("train"), 1, self.output, "features"),
            tether(self.projection, self.anchors),
        )
        with torch.no_grad():  # so small an encoder cannot put all names exactly where its species are
            model.class_embeddings.copy_(self.anchors)

    def place(self, model: CrossClip, folder: Path) -> None:
        validation = self.rows("validation").places_alone()
        loop = LoopSettings(self.settings.placed, warmup=100, clip=1.0, ema=0.99)
        learn_places(model, self.sources(), validation, PlaceSettings(), loop, folder)

    def sources(self) -> PlaceSources:
        """Everything that is known of places in training cells."""
        data, names = self.data, self.data.names
        occurrences, feeders = (table[table.split == "train"] for table in (data.occurrences, data.feeders))
        runs = (data.runs.split == "train").to_numpy()
        fed = data.feeders.species.value_counts()
        gardens = [name for name in names if fed.get(name, 0) >= FEEDER_RECORDS]
        covered, garden_classes = (
            torch.tensor([names.index(name) for name in part]) for part in (data.covered, gardens)
        )
        return PlaceSources(
            points_of_records(occurrences, names, EVENNESS),
            points_of_runs(data.runs[runs], data.counts[runs][:, covered.numpy()]),
            covered,
            points_of_records(feeders, gardens, months=FEEDER_MONTHS),
            garden_classes,
        )

    def coverage(self) -> Coverage:
        """Where and when there are records of any kind to learn from."""
        parts = (self.data.occurrences, self.data.feeders, self.data.runs)
        table = pd.concat([part[part.split == "train"] for part in parts])
        months = pd.to_datetime(table.date).dt.month.fillna(0).astype(int)
        return Coverage.of(table.longitude + 1e-6, table.latitude + 1e-6, months)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Photos that train, validate and test, and all records. The check photos choose temperatures together with
        the validation photos, at places of validation cells."""
        photos = self.data.photos[~self.data.photos.species.isin(self.hidden)]
        return self.data.table(pd.concat([photos, self.data.check_photos.assign(split="validation")]))

    def rows(self, split: str) -> Rows:
        return rows_of(self.table, self.data.names, split)

    def unseen_tables(self) -> dict[str, pd.DataFrame]:
        """Photos of hidden species, if any, and the check photos, all as tests, at places of test cells."""
        hidden = self.data.photos[self.data.photos.species.isin(self.hidden)].assign(split="test")
        photos = {"held-out": hidden, "check": self.data.check_photos}
        tables = {name: self.data.table(part) for name, part in photos.items() if len(part)}
        return {name: table[table.photo != ""] for name, table in tables.items()}

    def unseen_rows(self) -> dict[str, Rows]:
        return {name: rows_of(table, self.data.names, "test") for name, table in self.unseen_tables().items()}

    def write_tables(self) -> None:
        """`table.csv`, as training reads it, and the photos that no training saw, `held-out.csv` and `check.csv`."""
        self.output.mkdir(parents=True, exist_ok=True)
        for name, table in {"table": self.table, **self.unseen_tables()}.items():
            with whole_file(self.output / f"{name}.csv") as draft:
                table.to_csv(draft, index=False)

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
