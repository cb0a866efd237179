"""What the training commands share on their command line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import torch

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip, CrossClipConfig
from train.batches.settings import BatchSettings
from train.engine.command import keep, parse
from train.engine.fresh import fresh_backbone, fresh_model, fresh_text_encoder
from train.engine.processes import meet
from train.engine.settings import LoopSettings
from train.rows import Rows, RowsError, read_rows, rows_of

SettingsT = TypeVar("SettingsT")


@dataclass(frozen=True)
class RunOptions:
    """What to train on and where to keep it; the other options have the paper's defaults."""

    table: str = field(metadata={"help": "CSV of photo, species, longitude, latitude, date, split"})
    output: str = field(metadata={"help": "folder for checkpoints, metrics.jsonl and the model"})
    model: str = field(default="", metadata={"help": "model folder to go on from; needed for fine-tuning"})
    epochs: float = field(default=200, metadata={"help": "passes over the photos"})
    photo_encoder: str = field(default="resnet50", metadata={"help": "any torchvision classifier, by name"})
    photo_weights: str = field(
        default="", metadata={"help": "safetensors state dict of it; 'random' for none; else torchvision's are fetched"}
    )
    text_encoder: str = field(
        default="distilbert-base-uncased", metadata={"help": "any Hugging Face encoder, by name or folder"}
    )
    place_encoding: str = field(default="wrap", metadata={"help": "wrap (the paper's), sphere or sphere-waves"})
    device: str = field(default="", metadata={"help": "cpu or cuda; a GPU is used where there is one"})

    def __post_init__(self) -> None:
        usable = ["cuda"] * torch.cuda.is_available() + ["mps"] * torch.mps.is_available() + ["cpu"]
        if not self.device:
            object.__setattr__(self, "device", usable[0])
        if self.device not in usable:
            raise CrossClipError(f"device {self.device} cannot be used here: use {' or '.join(usable)}")

    def read(self, split: str = "train") -> tuple[Rows, list[str]]:
        """The rows of one split, and all species of the table in alphabetical order."""
        table = read_rows(self.table)
        species = sorted(set(table.species))
        rows = rows_of(table, species, split)
        if split == "train" and not rows.has_photo.any():
            raise RowsError(f"{self.table} has no photo in the split 'train'")
        return rows, species

    def loop(self, loop: LoopSettings, rows: Rows, batch: BatchSettings) -> LoopSettings:
        """The loop's settings, with the steps that the epochs make if none are given."""
        passes = self.epochs * int(rows.has_photo.sum())
        return loop if loop.steps else replace(loop, steps=max(1, round(passes / (batch.photos * loop.accumulate))))

    @staticmethod
    def check_species(model: CrossClip, species: list[str]) -> None:
        if list(model.config.species) != species:
            raise RowsError(
                f"the model knows {len(model.config.species)} species and the table has {len(species)}: "
                "give the table that the model was pre-trained on"
            )


def run_options(
    stage: str, description: str | None, settings: type[SettingsT]
) -> tuple[RunOptions, BatchSettings, SettingsT, LoopSettings]:
    """Parse the command line of a stage of these settings, and keep what was said.

    What is parsed is written to `<output>/<stage>.yaml`, which `parse` accepts back.

    Raises:
        CrossClipError: if the output folder was begun with other settings.
    """
    run, batch, own, loop = parse(description, RunOptions, BatchSettings, settings, LoopSettings)
    if meet(run.device).is_main_process:
        keep(Path(run.output) / f"{stage}.yaml", run, batch, own, loop)
    return run, batch, own, loop


def start_model(run: RunOptions, species: list[str], seed: int = 0) -> CrossClip:
    """A model to pre-train: from `--model`, or fresh around the named encoders.

    Raises:
        CrossClipError: naming the weights that are missing and how to supply them.
    """
    torch.manual_seed(seed)
    if run.model:
        model = CrossClip.from_pretrained(run.model)
        run.check_species(model, species)
        return model.to(run.device)
    text = fresh_text_encoder(run.text_encoder)
    config = CrossClipConfig(
        species=tuple(species),
        scientific_names=tuple(species),
        photo_encoder=run.photo_encoder,
        place_encoding=run.place_encoding,
    )
    weights = run.photo_weights
    photo = None if weights == "random" else lambda: fresh_backbone(run.photo_encoder, weights)[0]
    return fresh_model(config, text, photo).to(run.device)
