"""CrossCLIP: three encoders in one space, pre-trained to agree, and the head that classifies.

A model folder holds `config.json`, `model.safetensors`, the tokenizer's files and a model card.
"""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from crossclip.config import CONFIG_FILE, CrossClipConfig, ModelError
from crossclip.encoders import MetaEncoder, PhotoEncoder, TextEncoder

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

WEIGHTS_FILE = "model.safetensors"
TEXT_PREFIX = "text."
PICKLE_SUFFIXES = {".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"}


class FusionHead(nn.Module):
    """The classifier of the second stage (paper, section 3.2): the photo's and the sighting's
    embeddings, concatenated, to logits, through one hidden layer. A missing photo is a learned vector."""

    def __init__(self, dim: int, width: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.unknown_photo = nn.Parameter(torch.zeros(dim))
        self.hidden = nn.Linear(2 * dim, width)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(width, classes)

    def forward(self, photo: Tensor | None, meta: Tensor) -> Tensor:
        """Logits (N, classes) from photo (N, dim) or (1, dim) or None, and meta (N, dim)."""
        photo = self.unknown_photo if photo is None else photo
        joined = torch.cat([photo.expand_as(meta), meta], dim=-1)
        return self.output(self.dropout(nn.functional.gelu(self.hidden(joined))))

    @torch.no_grad()
    def start_from_alignment(self, class_embeddings: Tensor, photo_scale: float, meta_scale: float) -> None:
        """Start as what pre-training taught: logits = photo_scale cos(photo, class) + meta_scale cos(meta, class).

        Exact, because GELU(x) - GELU(-x) = x: half of the hidden layer carries the sum of the two
        scaled embeddings, the other half its negative. Needs width = 2 dim, as in the paper (512, 256).
        """
        dim = class_embeddings.shape[1]
        if self.hidden.out_features != 2 * dim:
            raise ValueError(f"the hidden layer must be {2 * dim} wide to carry {dim} dimensions both ways")
        identity = torch.eye(dim)
        scaled = torch.cat([photo_scale * identity, meta_scale * identity], dim=1)
        self.hidden.weight.copy_(torch.cat([scaled, -scaled]))
        self.output.weight.copy_(torch.cat([class_embeddings, -class_embeddings], dim=1))
        self.hidden.bias.zero_()
        self.output.bias.zero_()


class CrossClip(nn.Module):
    """Photo, text and place-and-date encoders with one 256-dimensional space, and the fusion head.

    The text encoder is loaded when text is first encoded: known species have their embeddings in
    `class_embeddings` (classes, dim), so that ordinary answers never need it.
    """

    def __init__(self, config: CrossClipConfig, pretrained_photo: bool = False) -> None:
        super().__init__()
        self.config = config
        dim, classes = config.embedding_dim, len(config.species)
        self.photo = PhotoEncoder(
            config.photo_encoder, dim, config.projection_dropout, config.photo_folded, pretrained_photo
        )
        self.meta = MetaEncoder(
            config.place_encoding, config.meta_width, config.meta_depth, dim, config.meta_dropout
        )
        self.text: TextEncoder | None = None
        self.tokenizer: PreTrainedTokenizerBase | None = None
        self.head = FusionHead(dim, config.head_width, classes, config.head_dropout)
        self.log_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        self.register_buffer("class_embeddings", torch.zeros(classes, dim))
        self.folder: Path | None = None

    @property
    def temperature(self) -> Tensor:
        """Of the contrastive loss: learned on a log scale, never below 1/100 (CLIP's clamp)."""
        return self.log_scale.clamp(max=math.log(100)).neg().exp()

    def encode_photo(self, pixels: Tensor) -> Tensor:
        return self.photo(pixels)

    def encode_meta(self, sightings: Tensor) -> Tensor:
        return self.meta(sightings)

    def encode_text(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (N, dim) for texts as they stand; see `prompts` for species names."""
        return self._text_encoder()(**self.tokens(texts))

    def tokens(self, texts: Sequence[str]) -> dict[str, Tensor]:
        """What the text encoder takes."""
        self._text_encoder()
        tokens = self.tokenizer(list(texts), padding=True, truncation=True, max_length=64, return_tensors="pt")
        return {k: v.to(self.log_scale.device) for k, v in tokens.items() if k != "token_type_ids"}

    def _text_encoder(self) -> TextEncoder:
        if self.text is None:
            self.load_text()
        return self.text

    def prompts(self, names: Sequence[str]) -> list[str]:
        return [self.config.prompt.format(name=in_words(name)) for name in names]

    def forward(self, photo: Tensor | None, meta: Tensor) -> Tensor:
        """Logits (N, classes) from embeddings; see `FusionHead`."""
        return self.head(photo, meta)

    def attach_text(self, backbone: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        self.text = TextEncoder(backbone, self.config.embedding_dim, self.config.projection_dropout)
        self.tokenizer = tokenizer

    def load_text(self) -> None:
        """Read the text encoder from the model folder (imports transformers: seconds, once)."""
        if self.folder is None or not self.config.text_encoder:
            raise ModelError("this model has no text encoder: only its own species names are known")
        from transformers import AutoConfig, AutoModel, AutoTokenizer

        try:
            tokenizer = AutoTokenizer.from_pretrained(self.folder, local_files_only=True)
            settings = AutoConfig.for_model(**self.config.text_encoder)
            self.attach_text(AutoModel.from_config(settings), tokenizer)
        except (OSError, ValueError, KeyError, TypeError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(f"the text encoder in {self.folder} cannot be read: {reason}") from None
        weights = read_weights(self.folder / WEIGHTS_FILE, lambda name: name.startswith(TEXT_PREFIX))
        _load_strictly(self.text, {k.removeprefix(TEXT_PREFIX): v for k, v in weights.items()})
        self.text.to(self.log_scale.device).train(self.training)

    @classmethod
    def from_pretrained(cls, path_or_hub_name: str | os.PathLike[str]) -> CrossClip:
        """Read a model folder, or fetch one from the Hugging Face Hub when no such folder exists.

        Raises:
            ModelError: with one sentence, for a folder that is missing, incomplete, holds a
                pickle instead of safetensors, or whose weights do not fit its configuration.
        """
        folder = model_folder(path_or_hub_name)
        try:
            text = (folder / CONFIG_FILE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise ModelError(f"{folder / CONFIG_FILE} cannot be read as UTF-8 text") from None
        config = CrossClipConfig.from_json(text)
        try:
            with torch.device("meta"):
                model = cls(config)
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"{folder / CONFIG_FILE}: {str(error).splitlines()[0]}") from None
        weights = read_weights(folder / WEIGHTS_FILE, lambda name: not name.startswith(TEXT_PREFIX))
        _load_strictly(model, weights)
        model.folder = folder
        return model.eval()

    def save_pretrained(self, folder: str | os.PathLike[str]) -> None:
        """Write the model folder; each file is written whole or not at all."""
        if self.text is None and self.folder is not None and self.config.text_encoder:
            self.load_text()
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder, prefix=".saving-") as staging:
                if self.tokenizer is not None:
                    self.tokenizer.save_pretrained(staging)
                weights, config = Path(staging) / WEIGHTS_FILE, Path(staging) / CONFIG_FILE
                weights.write_bytes(save({k: v.detach().cpu().contiguous() for k, v in self.state_dict().items()}))
                config.write_text(self.config.to_json(), encoding="utf-8")
                for file in Path(staging).iterdir():
                    os.replace(file, folder / file.name)
        except OSError as error:
            raise ModelError(f"the model cannot be saved in {folder}: {error.strerror or error}") from None


def in_words(name: str) -> str:
    """A class name as a sentence takes it: sex and age stand in brackets and are written out."""
    species, _, details = name.partition(" (")
    return f"{species}, {details.rstrip(')').lower()}" if details else name


def model_folder(path_or_hub_name: str | os.PathLike[str]) -> Path:
    """The local folder of a model, checked to be complete; names of the Hub are fetched."""
    folder = Path(path_or_hub_name)
    if folder.is_file():
        raise ModelError(f"{folder} is a file: give the folder of a model")
    if not folder.is_dir():
        folder = _fetch_from_hub(str(path_or_hub_name))
    for name in (CONFIG_FILE, WEIGHTS_FILE):
        if not (folder / name).is_file():
            pickles = sorted(f.name for f in folder.iterdir() if f.suffix in PICKLE_SUFFIXES)
            if name == WEIGHTS_FILE and pickles:
                raise ModelError(
                    f"{folder} holds {pickles[0]}, a pickle, which can run code when read: save it as {WEIGHTS_FILE}"
                )
            raise ModelError(f"{folder} has no {name}: a model folder needs {CONFIG_FILE} and {WEIGHTS_FILE}")
    return folder


def read_weights(path: Path, wanted: Callable[[str], bool]) -> dict[str, Tensor]:
    """Those tensors of a safetensors file whose name is `wanted`."""
    try:
        with safe_open(path, framework="pt") as file:
            # Copies, because the tensors as read are a view of the file, which may be replaced.
            return {name: file.get_tensor(name).clone() for name in file.keys() if wanted(name)}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path} is not a whole safetensors file: {error}") from None


def _load_strictly(module: nn.Module, weights: dict[str, Tensor]) -> None:
    try:
        module.load_state_dict(weights, strict=True, assign=True)
    except RuntimeError as error:
        first = str(error).split("\n", 1)[-1].strip().split("\n")[0]
        raise ModelError(f"the weights do not fit {CONFIG_FILE}: {first[:200]}") from None


def _fetch_from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    if not Path(name).is_absolute() and name.count("/") == 1 and not name.startswith("."):
        try:
            return Path(snapshot_download(name, allow_patterns=["*.json", "*.safetensors", "*.txt", "*.md"]))
        except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError):
            raise ModelError(
                f"{name} is neither a folder here nor a model that could be fetched from the Hugging Face Hub"
            ) from None
    raise ModelError(f"there is no model folder {name}: give a folder, or a Hub name such as owner/model")
