"""Train the demo model from the data folder: every stage, twice, then the figures and the card.

    python -m train.demo --data ../shared

Each stage leaves a file in `--output` and is skipped when that is there; a stage that was stopped goes
on from its last checkpoint. The second model, which never sees a photo of 20 of the photographed
species, tells how the first treats the species that have no photo.
"""

from __future__ import annotations

import argparse
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import torch
from safetensors.torch import load_file, save
from torch import Tensor

from crossclip.files import whole_file
from crossclip.maps.coverage import COVERAGE_FILE, Coverage
from crossclip.model import CrossClip, CrossClipConfig
from train.calibration import calibrate
from train.demo import data as demo_data
from train.demo.card import write_card
from train.demo.stages import adapt, feature_bank, learn_names, tether
from train.demo.teacher import Teacher, aligned_start, read_classifier, start_photo_encoder
from train.engine.batches import PhotoFeatures, Photos
from train.engine.loop import LoopSettings
from train.engine.options import exit_cleanly
from train.engine.sampler import BatchSettings
from train.engine.transforms import training_transform
from train.evaluate import evaluate, validation_logits
from train.finetune import FinetuneSettings, finetune
from train.pretrain import PretrainSettings, pretrain
from train.rows import rows_of
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
    steps = Stages(output, model)

    training_photos = photos[photos.split == "train"]
    steps.run("adapt", lambda: adapt(model, teacher, training_photos, projection, settings.adapt, output))
    steps.run("names", lambda: learn_names(model, anchors, settings.names, output))
    bank = steps.tensor("features", lambda: feature_bank(model, rows, settings.views))
    batch = BatchSettings(classes=32, photos_per_class=2, sightings=1024, balance=0.4)
    steps.run(
        "locked",
        lambda: pretrain(
            model,
            rows,
            PretrainSettings(
                projection_rate=1e-4, text_rate=2e-4, meta_rate=1e-3, every_caption=True, locked_photo=True
            ),
            batch,
            LoopSettings(settings.locked),
            output,
            PhotoFeatures(rows, bank),
            tether(projection, anchors),
        ),
    )
    steps.run(
        "thawed",
        lambda: pretrain(
            model,
            rows,
            PretrainSettings(photo_rate=2e-5, projection_rate=3e-5, text_rate=5e-5, meta_rate=2e-4, every_caption=True),
            BatchSettings(classes=16, photos_per_class=2, sightings=512, balance=0.4),
            LoopSettings(settings.thawed, checkpoint_every=30),
            output,
            Photos(rows, training_transform(model.config)),
            tether(projection, anchors, teacher),
        ),
    )
    bank = steps.tensor("thawed-features", lambda: feature_bank(model, rows, settings.views))
    steps.run(
        "finetuned",
        lambda: finetune(
            model,
            rows,
            FinetuneSettings(head_rate=2e-4, encoder_rate=3e-4, locked_photo=True, borrowed=2.0, way=0.5),
            BatchSettings(
                classes=32,
                photos_per_class=4,
                sightings=1024,
                pair_sightings=True,
                unknown_place=0.15,
                unknown_date=0.15,
            ),
            LoopSettings(settings.finetune, warmup=20),
            output,
            PhotoFeatures(rows, bank),
        ),
    )
    validation = rows_of(table, list(species.species), "validation")
    calibrate(model, validation_logits(model, validation))
    draft = output / "model.part"
    model.save_pretrained(draft)
    train_rows = occurrences[occurrences.split == "train"]
    Coverage.of(train_rows.longitude + 1e-6, train_rows.latitude + 1e-6).write(draft / COVERAGE_FILE)
    os.replace(draft, output / "model")
    return output / "model"


def start_demo_model(species: pd.DataFrame, vocabulary: Path) -> CrossClip:
    """An untrained model of the demo's shape."""
    backbone, tokenizer = small_text_encoder(vocabulary)
    half = (0.5, 0.5, 0.5)
    config = CrossClipConfig(
        species=tuple(species.species),
        scientific_names=tuple(species.scientific_name),
        photo_encoder="mobilenet_v2",
        photo_folded=True,
        photo_resize=224,
        photo_mean=half,
        photo_std=half,
        text_encoder=backbone.config.to_diff_dict() | {"model_type": "distilbert"},
        text_reads="common and scientific names of birds, parts of them, and nothing else",
        place_encoding="sphere-waves",
        meta_dropout=0.2,
        projection_dropout=0.0,
    )
    model = CrossClip(config)
    model.attach_text(backbone, tokenizer)
    with torch.no_grad():
        model.log_scale.fill_(torch.tensor(20.0).log())
    return model


class Stages:
    """Runs each stage once: what a finished stage left on the disk is read back instead."""

    def __init__(self, output: Path, model: CrossClip) -> None:
        self.output, self.model = output, model

    def run(self, name: str, stage) -> None:
        path = self.output / f"{name}.safetensors"
        if path.exists():
            self.model.load_state_dict(load_file(path))
            return
        stage()
        self._keep(path, {key: value.contiguous() for key, value in self.model.state_dict().items()})

    def tensor(self, name: str, make) -> Tensor:
        path = self.output / f"{name}.safetensors"
        if not path.exists():
            self._keep(path, {"tensor": make().contiguous()})
        return load_file(path)["tensor"]

    @staticmethod
    def _keep(path: Path, tensors: dict[str, Tensor]) -> None:
        with whole_file(path) as draft:
            draft.write_bytes(save(tensors))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and weights/")
    parser.add_argument("--output", type=Path, default=Path("runs/demo"), help="where the stages are kept")
    parser.add_argument("--ship", type=Path, default=Path("assets/demo"), help="where the finished model goes")
    parser.add_argument("--shorten", type=int, default=1, metavar="N", help="1/N of the steps, to try the command")
    options = parser.parse_args()
    settings = DemoSettings() if options.shorten == 1 else DemoSettings().shortened(options.shorten)
    species = demo_data.read_species(options.data)
    hidden = demo_data.held_out_species(species)
    model = train_variant("full", options.data, options.output, settings, set())
    held_out = train_variant("held-out", options.data, options.output, settings, hidden)
    options.ship.mkdir(parents=True, exist_ok=True)
    for file in model.iterdir():
        with whole_file(options.ship / file.name) as draft:
            shutil.copyfile(file, draft)
    photos, occurrences = demo_data.read_photos(options.data), demo_data.read_occurrences(options.data, species)
    unseen = demo_data.demo_table(photos[photos.species.isin(hidden)], occurrences, species)
    unseen[unseen.photo != ""].to_csv(options.output / "held-out" / "unseen.csv", index=False)
    known = options.output / "full" / "table.csv"
    unseen_figures = evaluate(held_out, options.output / "held-out" / "unseen.csv")
    write_card(options.ship, known, evaluate(options.ship, known), unseen_figures)


if __name__ == "__main__":
    exit_cleanly(main)
