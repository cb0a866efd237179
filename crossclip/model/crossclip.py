"""CrossCLIP: three encoders in one space, pre-trained to agree, and a head that classifies.

A model folder holds `config.json`, `model.safetensors`, the tokenizer's files and a model card.
"""

from __future__ import annotations

import math
import os
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import save
from torch import Tensor, nn

from crossclip.model.config import CONFIG_FILE, CrossClipConfig, ModelError
from crossclip.model.encoders import MetaEncoder, PhotoEncoder, TextEncoder
from crossclip.model.folder import WEIGHTS_FILE, load_strictly, model_folder, read_config, read_weights
from crossclip.model.head import FusionHead

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

PHOTO_PREFIX, TEXT_PREFIX = "photo.", "text."
reading = threading.Lock()  # sessions share a model, and their first photos may come together


class CrossClip(nn.Module):
    """Photo, text and place-and-date encoders with one 256-dimensional space, and the fusion head.

    The text encoder is read when text is first encoded: known species have their embeddings in
    `class_embeddings` (classes, dim), so that ordinary answers never need it.

    Args:
        pretrained_photo: fetch torchvision's weights for the photo encoder.
        lazy: without the photo encoder too, which is read when the first photo comes.
    """

    def __init__(self, config: CrossClipConfig, pretrained_photo: bool = False, lazy: bool = False) -> None:
        super().__init__()
        self.config = config
        dim, classes = config.embedding_dim, len(config.species)
        self.photo: PhotoEncoder | None = None if lazy else _fresh_photo_encoder(config, pretrained_photo)
        self.meta = MetaEncoder(config.place_encoding, config.meta_width, config.meta_depth, dim, config.meta_dropout)
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
        self.load_photo()
        return self.photo(pixels)

    def encode_meta(self, sightings: Tensor) -> Tensor:
        return self.meta(sightings)

    def encode_text(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (N, dim) for texts as they stand; see `prompts` for species names."""
        tokens = self.tokens(texts)
        return self.text(**tokens)

    def tokens(self, texts: Sequence[str]) -> dict[str, Tensor]:
        """What the text encoder takes."""
        self.load_text()
        tokens = self.tokenizer(list(texts), padding=True, truncation=True, max_length=64, return_tensors="pt")
        return {k: v.to(self.log_scale.device) for k, v in tokens.items() if k != "token_type_ids"}

    def prompts(self, names: Sequence[str]) -> list[str]:
        return [self.config.prompt.format(name=in_words(name)) for name in names]

    def forward(self, photo: Tensor | None, meta: Tensor) -> Tensor:
        """Logits (N, classes) from embeddings; see `FusionHead`."""
        return self.head(photo, meta)

    def attach_text(self, backbone: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        self.text = TextEncoder(backbone, self.config.embedding_dim, self.config.projection_dropout)
        self.tokenizer = tokenizer

    @torch.inference_mode(False)  # or the weights could never learn
    def load_photo(self) -> None:
        """Read the photo encoder from the model folder, if it is not there (imports torchvision: a second, once)."""
        if self.photo is None:
            with reading:
                if self.photo is None:
                    self.photo = self._read_photo()

    @torch.inference_mode(False)
    def load_text(self) -> None:
        """Read the text encoder from the model folder, if it is not there (imports transformers: seconds, once)."""
        if self.text is None:
            with reading:
                if self.text is None:
                    self.tokenizer, self.text = self._read_text()

    def _read_photo(self) -> PhotoEncoder:
        try:
            with torch.device("meta"):
                encoder = _fresh_photo_encoder(self.config)
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"{self.folder / CONFIG_FILE}: {str(error).splitlines()[0]}") from None
        return self._with_weights(encoder, PHOTO_PREFIX)

    def _read_text(self) -> tuple[PreTrainedTokenizerBase, TextEncoder]:
        if self.folder is None or not self.config.text_encoder:
            raise ModelError("this model has no text encoder: only its own species names are known")
        from transformers import AutoConfig, AutoModel, AutoTokenizer

        try:
            tokenizer = AutoTokenizer.from_pretrained(self.folder, local_files_only=True)
            backbone = AutoModel.from_config(AutoConfig.for_model(**self.config.text_encoder))
        except (OSError, ValueError, KeyError, TypeError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(f"the text encoder in {self.folder} cannot be read: {reason}") from None
        encoder = TextEncoder(backbone, self.config.embedding_dim, self.config.projection_dropout)
        return tokenizer, self._with_weights(encoder, TEXT_PREFIX)

    def _with_weights(self, encoder: nn.Module, prefix: str) -> nn.Module:
        weights = read_weights(self.folder / WEIGHTS_FILE, lambda name: name.startswith(prefix))
        load_strictly(encoder, {name.removeprefix(prefix): weight for name, weight in weights.items()})
        return encoder.to(self.log_scale.device).train(self.training)

    @classmethod
    def from_pretrained(cls, path_or_hub_name: str | os.PathLike[str], lazy: bool = False) -> CrossClip:
        """Read a model folder, or fetch one from the Hugging Face Hub when no such folder exists.

        Args:
            lazy: leave the photo encoder for later, as is always done with the text encoder.

        Raises:
            ModelError: with one sentence, for a folder that is missing, incomplete, holds a
                pickle instead of safetensors, or whose weights do not fit its configuration.
        """
        folder = model_folder(path_or_hub_name)
        config = read_config(folder)
        try:
            with torch.device("meta"):
                model = cls(config, lazy=True)
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"{folder / CONFIG_FILE}: {str(error).splitlines()[0]}") from None
        later = (PHOTO_PREFIX, TEXT_PREFIX)
        load_strictly(model, read_weights(folder / WEIGHTS_FILE, lambda name: not name.startswith(later)))
        model.folder = folder
        model.eval()
        if not lazy:
            model.load_photo()
        return model

    def save_pretrained(self, folder: str | os.PathLike[str]) -> None:
        """Write the model folder; each file is written whole or not at all."""
        self.load_photo()
        if self.folder is not None and self.config.text_encoder:
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


def _fresh_photo_encoder(config: CrossClipConfig, pretrained: bool = False) -> PhotoEncoder:
    dim, dropout = config.embedding_dim, config.projection_dropout
    return PhotoEncoder(config.photo_encoder, dim, dropout, config.photo_folded, pretrained)


def in_words(name: str) -> str:
    """A class name as a sentence takes it: sex and age stand in brackets and are written out."""
    species, _, details = name.partition(" (")
    return f"{species}, {details.rstrip(')').lower()}" if details else name
