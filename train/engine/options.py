"""What the training commands share on their command line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pandas as pd
import torch

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip, CrossClipConfig
from train.batches.settings import BatchSettings
from train.command.command import parse
from train.command.output import make_folder
from train.command.processes import meet
from train.engine.settings import LoopSettings
from train.identity import FREE
from train.models.fresh import (
    check_backbone,
    check_place,
    fresh_backbone,
    fresh_model,
    fresh_text_encoder,
    wanted_settings,
)
from train.tables.rows import Rows, RowsError, read_rows, rows_of, scientific_names

SettingsT = TypeVar("SettingsT")


@dataclass(frozen=True)
class RunOptions:
    """What to train on and where to keep it; the other options have the paper's defaults."""

    table: str = field(metadata={**FREE, "help": "CSV of photo, species, longitude, latitude, date, split"})
    output: str = field(metadata={**FREE, "help": "folder for checkpoints, metrics.jsonl and the model"})
    model: str = field(default="", metadata={"help": "model folder to go on from; needed for fine-tuning"})
    epochs: float = field(
        default=200, metadata={**FREE, "help": "passes over the photos; a finished run goes on with more"}
    )
    photo_encoder: str = field(
        default="resnet50", metadata={"help": "a torchvision classifier, timm:NAME or open_clip:NAME/WEIGHTS"}
    )
    photo_weights: str = field(
        default="", metadata={"help": "safetensors state dict of it; 'random' for none; else its library's are fetched"}
    )
    text_encoder: str = field(
        default="distilbert-base-uncased",
        metadata={"help": "a Hugging Face encoder, by name or folder, or open_clip:NAME/WEIGHTS"},
    )
    place_encoding: str = field(default="wrap", metadata={"help": "wrap (the paper's), sphere or sphere-waves"})
    place_covariates: str = field(
        default="none", metadata={"help": "what is read of a place besides: none, or environment (what it is like)"}
    )
    device: str = field(default="", metadata={**FREE, "help": "cpu or cuda; a GPU is used where there is one"})

    def __post_init__(self) -> None:
        usable = ["cuda"] * torch.cuda.is_available() + ["mps"] * torch.mps.is_available() + ["cpu"]
        if not self.device:
            object.__setattr__(self, "device", usable[0])
        if self.device not in usable:
            raise CrossClipError(f"device {self.device} cannot be used here: use {' or '.join(usable)}")
        if not self.epochs > 0:
            raise CrossClipError(f"epochs is {self.epochs:g}: it must be above 0")
        check_backbone(self.photo_encoder)
        check_place(self.place_encoding, self.place_covariates)

    @cached_property
    def whole_table(self) -> pd.DataFrame:
        return read_rows(self.table)

    def read(self, split: str = "train") -> tuple[Rows, list[str]]:
        """The rows of one split, and all species of the table in alphabetical order."""
        species = sorted(set(self.whole_table.species))
        rows = rows_of(self.whole_table, species, split)
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
    description: str | None, settings: type[SettingsT]
) -> tuple[RunOptions, BatchSettings, SettingsT, LoopSettings]:
    """Parse the command line of a stage of these settings, and meet the other processes.

    Raises:
        OutputError: if the output folder cannot be written.
    """
    run, batch, own, loop = parse(description, RunOptions, BatchSettings, settings, LoopSettings)
    make_folder(Path(run.output))
    meet(run.device)
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
        scientific_names=scientific_names(run.whole_table, species),
        photo_encoder=run.photo_encoder,
        place_encoding=run.place_encoding,
        place_covariates=run.place_covariates,
        **wanted_settings(run.photo_encoder),
    )
    weights = run.photo_weights
    photo = None if weights == "random" else lambda: fresh_backbone(run.photo_encoder, weights)[0]
    return fresh_model(config, text, photo).to(run.device)
