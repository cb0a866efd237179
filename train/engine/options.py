"""What the training commands share on their command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip, CrossClipConfig
from train.engine.loop import LoopSettings
from train.engine.processes import meet, part_ways
from train.engine.sampler import BatchSettings
from train.engine.settings import keep, parse
from train.rows import Rows, TableError, read_table, rows_of

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


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
        table = read_table(self.table)
        species = sorted(set(table.species))
        rows = rows_of(table, species, split)
        if split == "train" and not rows.has_photo.any():
            raise TableError(f"{self.table} has no photo in the split 'train'")
        return rows, species

    def loop(self, loop: LoopSettings, rows: Rows, batch: BatchSettings) -> LoopSettings:
        """The loop's settings, with the steps that the epochs make if none are given."""
        passes = self.epochs * int(rows.has_photo.sum())
        return loop if loop.steps else replace(loop, steps=max(1, round(passes / (batch.photos * loop.accumulate))))

    @staticmethod
    def check_species(model: CrossClip, species: list[str]) -> None:
        if list(model.config.species) != species:
            raise TableError(
                f"the model knows {len(model.config.species)} species and the table has {len(species)}: "
                "give the table that the model was pre-trained on"
            )


def run_options(stage: str, description: str, *settings: type) -> tuple:
    """Parse the command line into `RunOptions`, the given dataclasses and `LoopSettings`, and keep them.

    What is parsed is written to `<output>/<stage>.yaml`, which `parse` accepts back.

    Raises:
        CrossClipError: if the output folder was begun with other settings.
    """
    options = parse(description, RunOptions, *settings, LoopSettings)
    if meet(options[0].device).is_main_process:
        keep(Path(options[0].output) / f"{stage}.yaml", *options)
    return options


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
    backbone, tokenizer = fresh_text_encoder(run.text_encoder)
    config = CrossClipConfig(
        species=tuple(species),
        scientific_names=tuple(species),
        photo_encoder=run.photo_encoder,
        text_encoder=backbone.config.to_diff_dict() | {"model_type": backbone.config.model_type},
        place_encoding=run.place_encoding,
    )
    try:
        model = CrossClip(config, pretrained_photo=not run.photo_weights)
    except OSError as error:
        raise CrossClipError(
            f"torchvision's weights of {run.photo_encoder} are not here and could not be fetched ({error}): save its "
            "state dict as safetensors and give it as --photo_weights FILE, or start with --photo_weights random"
        ) from None
    if run.photo_weights not in ("", "random"):
        load_photo_weights(model.photo.backbone, Path(run.photo_weights))
    model.attach_text(backbone, tokenizer)
    return model.to(run.device)


def fresh_text_encoder(name: str) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """A Hugging Face encoder and its tokenizer, by name or folder."""
    from transformers import AutoModel, AutoTokenizer

    try:
        return AutoModel.from_pretrained(name), AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError):
        raise CrossClipError(
            f"the text encoder {name} is not here and could not be fetched: download its folder "
            "(config.json, model.safetensors, tokenizer files) and give it as --text_encoder FOLDER"
        ) from None


def load_photo_weights(network: nn.Module, path: Path) -> None:
    """Read a safetensors state dict into a torchvision backbone; its last layer, if it is there, is left out."""
    own = network.state_dict()
    try:
        network.load_state_dict({k: v for k, v in load_file(path).items() if k in own})
    except (OSError, SafetensorError, RuntimeError) as error:
        first = str(error).replace("\n", " ")[:200]
        raise CrossClipError(f"{path} holds no weights of this {type(network).__name__}: {first}") from None


def exit_cleanly(main: Callable[[], None]) -> None:
    """Run a command; an error that is meant for the person is one line on stderr and exit code 1."""
    try:
        main()
    except CrossClipError as error:
        *traceback, sentence = str(error).strip().splitlines()
        # A worker's error comes with its traceback, whose last line is `module.Error: sentence`.
        sys.exit(f"error: {sentence.partition(': ')[2] if traceback else sentence}")
    part_ways()
