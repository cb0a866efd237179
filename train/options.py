"""What the training commands share on their command line."""

from __future__ import annotations

import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip, CrossClipConfig
from train.batches import BatchSettings
from train.loop import LoopSettings
from train.rows import Rows, TableError, read_table, rows_of


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
    checkpoint_every: int = field(default=500, metadata={"help": "steps between checkpoints"})
    seed: int = 0
    device: str = "cpu"

    def read(self, split: str = "train") -> tuple[Rows, list[str]]:
        """The rows of one split, and all species of the table in alphabetical order."""
        table = read_table(self.table)
        species = sorted(set(table.species))
        rows = rows_of(table, species, split)
        if split == "train" and not rows.has_photo.any():
            raise TableError(f"{self.table} has no photo in the split 'train'")
        return rows, species

    def loop(self, rows: Rows, batch: BatchSettings) -> LoopSettings:
        per_step = batch.classes * batch.photos_per_class
        steps = max(1, round(self.epochs * int(rows.has_photo.sum()) / per_step))
        return LoopSettings(steps, checkpoint_every=self.checkpoint_every, seed=self.seed)

    @staticmethod
    def check_species(model: CrossClip, species: list[str]) -> None:
        if list(model.config.species) != species:
            raise TableError(
                f"the model knows {len(model.config.species)} species and the table has {len(species)}: "
                "give the table that the model was pre-trained on"
            )


def run_options(description: str, *settings: type) -> tuple:
    """Parse the command line into `RunOptions` and the given dataclasses; unknown options are refused."""
    from transformers import HfArgumentParser

    parser = HfArgumentParser(
        (RunOptions, *settings), description=description, formatter_class=RawDescriptionHelpFormatter
    )
    *options, unknown = parser.parse_args_into_dataclasses(return_remaining_strings=True)
    if unknown:
        parser.error(f"unknown option {unknown[0]}")
    return tuple(options)


def start_model(run: RunOptions, species: list[str]) -> CrossClip:
    """A model to pre-train: from `--model`, or fresh around the named encoders.

    Raises:
        CrossClipError: naming the weights that are missing and how to supply them.
    """
    import torch
    from transformers import AutoModel, AutoTokenizer

    torch.manual_seed(run.seed)
    if run.model:
        model = CrossClip.from_pretrained(run.model)
        run.check_species(model, species)
        model.load_text()
        return model.to(run.device)
    try:
        backbone = AutoModel.from_pretrained(run.text_encoder)
        tokenizer = AutoTokenizer.from_pretrained(run.text_encoder)
    except (OSError, ValueError):
        raise CrossClipError(
            f"the text encoder {run.text_encoder} is not here and could not be fetched: download its folder "
            "(config.json, model.safetensors, tokenizer files) and give it as --text_encoder FOLDER"
        ) from None
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
        _load_photo_weights(model, Path(run.photo_weights))
    model.attach_text(backbone, tokenizer)
    return model.to(run.device)


def _load_photo_weights(model: CrossClip, path: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    own = model.photo.backbone.state_dict()
    try:
        model.photo.backbone.load_state_dict({k: v for k, v in load_file(path).items() if k in own})
    except (OSError, SafetensorError, RuntimeError) as error:
        first = str(error).replace("\n", " ")[:200]
        raise CrossClipError(f"{path} holds no weights of {model.config.photo_encoder}: {first}") from None


def exit_cleanly(main: Callable[[], None]) -> None:
    """Run a command; an error that is meant for the person is one line on stderr and exit code 1."""
    try:
        main()
    except CrossClipError as error:
        sys.exit(f"error: {error}")
