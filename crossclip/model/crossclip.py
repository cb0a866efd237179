"""CrossCLIP: three encoders in one space, pre-trained to agree, and a head that classifies."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import save
from torch import Tensor, nn

from crossclip.model.config import CONFIG_FILE, CrossClipConfig, ModelError
from crossclip.model.encoders import MetaEncoder, PhotoEncoder, TextEncoder
from crossclip.model.folder import WEIGHTS_FILE, load_strictly, model_folder, read_config, read_weights
from crossclip.model.head import FusionHead, VisitHead
from crossclip.model.loading import (
    NO_TEXT,
    PHOTO_PREFIX,
    TEXT_PREFIX,
    build_empty,
    fresh_photo_encoder,
    read_photo_encoder,
    read_text_encoder,
)

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


PIECES = 64  # of a text that are read


class CrossClip(nn.Module):
    """Photo, text and place-and-date encoders with one 256-dimensional space, and the fusion head.

    Known species have their text embeddings in `class_embeddings` (classes, dim), so that ordinary
    answers never need the text encoder. `Predictor` reads a model folder in parts, what is heavy when
    it is first asked for; this class is a plain module.

    Args:
        pretrained_photo: fetch the weights that its library has for the photo encoder.
        bare: without a photo encoder, which is set as `photo` later.

    Attributes:
        photo, text, tokenizer: `has_photo` and `has_text` say whether they are there; a new model has
            no text encoder until `attach_text`.
    """

    photo: PhotoEncoder
    text: TextEncoder
    tokenizer: PreTrainedTokenizerBase
    class_embeddings: Tensor

    def __init__(self, config: CrossClipConfig, pretrained_photo: bool = False, bare: bool = False) -> None:
        super().__init__()
        self.config = config
        dim, classes = config.embedding_dim, len(config.species)
        if not bare:
            self.photo = fresh_photo_encoder(config, pretrained_photo)
        self.meta = MetaEncoder(
            config.place_encoding,
            config.meta_width,
            config.meta_depth,
            dim,
            config.meta_dropout,
            config.place_covariates,
        )
        self.head = FusionHead(dim, config.head_width, classes, config.head_dropout)
        self.visits = VisitHead(dim, len(config.surveyed)) if config.surveyed else None
        self.log_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        self.register_buffer("class_embeddings", torch.zeros(classes, dim))

    @property
    def has_photo(self) -> bool:
        return "photo" in self._modules

    @property
    def has_text(self) -> bool:
        return "text" in self._modules

    @property
    def temperature(self) -> Tensor:
        """Of the contrastive loss: learned on a log scale, never below 1/100 (CLIP's clamp)."""
        return self.log_scale.clamp(max=math.log(100)).neg().exp()

    def encode_photo(self, pixels: Tensor) -> Tensor:
        """Unit vectors (N, dim) of pixels (N, 3, H, W), normalised as the configuration says."""
        embedding: Tensor = self.photo(pixels)
        return embedding

    def encode_meta(self, sightings: Tensor) -> Tensor:
        """Unit vectors (N, dim) of sightings (N, 3) as `sighting_tensor` makes them."""
        embedding: Tensor = self.meta(sightings)
        return embedding

    def encode_text(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (N, dim) for texts as they stand; see `prompts` for species names.

        Raises:
            ModelError: if there is no text encoder.
        """
        tokens = self.tokens(texts)
        embedding: Tensor = self.text(**tokens)
        return embedding

    def tokens(self, texts: Sequence[str]) -> dict[str, Tensor]:
        """What the text encoder takes, (N, tokens) each.

        Raises:
            ModelError: if there is no text encoder.
        """
        if not self.has_text:
            raise ModelError(NO_TEXT)
        tokens = self.tokenizer(list(texts), padding=True, truncation=True, max_length=PIECES, return_tensors="pt")
        return {k: v.to(self.log_scale.device) for k, v in tokens.items() if k != "token_type_ids"}

    def prompts(self, names: Sequence[str]) -> list[str]:
        """Names of species in the sentence that the text encoder was trained with."""
        return [self.config.prompt.format(name=in_words(name)) for name in names]

    def forward(self, photo_embedding: Tensor | None, meta: Tensor) -> Tensor:
        """Logits (N, classes) from embeddings; see `FusionHead`."""
        logits: Tensor = self.head(photo_embedding, meta)
        return logits

    def attach_text(self, backbone: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        """Give a new model a text encoder, with a fresh projection."""
        self.tokenizer = tokenizer
        self.text = TextEncoder(backbone, self.config.embedding_dim, self.config.projection_dropout)

    @classmethod
    def from_pretrained(cls, path_or_hub_name: str | os.PathLike[str]) -> CrossClip:
        """Read a model folder whole, or fetch one from the Hugging Face Hub when no such folder exists.

        The model comes in evaluation mode.

        Raises:
            ModelError: with one sentence, for a folder that is missing, incomplete, holds a
                pickle instead of safetensors, or whose weights do not fit its configuration.
        """
        folder = model_folder(path_or_hub_name)
        model = cls.read_bare(folder)
        model.photo = read_photo_encoder(folder, model.config)
        if model.config.text_encoder:
            model.tokenizer, model.text = read_text_encoder(folder, model.config)
        return model

    @classmethod
    def read_bare(cls, folder: Path) -> CrossClip:
        """Read all of a model folder but the photo and the text encoder, which are heavy.

        Raises:
            ModelError: as `from_pretrained` does.
        """
        config = read_config(folder)
        model = build_empty(folder, lambda: cls(config, bare=True))
        later = (PHOTO_PREFIX, TEXT_PREFIX)
        load_strictly(model, read_weights(folder / WEIGHTS_FILE, lambda name: not name.startswith(later)))
        return model.eval()

    def save_pretrained(self, folder: str | os.PathLike[str]) -> None:
        """Write the model folder; each file is written whole or not at all.

        Raises:
            ModelError: if the folder cannot be written.
        """
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder, prefix=".saving-") as staging:
                if self.has_text:
                    self.tokenizer.save_pretrained(staging)
                weights, config = Path(staging) / WEIGHTS_FILE, Path(staging) / CONFIG_FILE
                weights.write_bytes(save({k: v.detach().cpu().contiguous() for k, v in self.state_dict().items()}))
                config.write_text(self.config.to_json(), encoding="utf-8")
                for file in Path(staging).iterdir():
                    os.replace(file, folder / file.name)
        except OSError as error:
            raise ModelError(f"the model cannot be saved in {folder}: {error.strerror or error}") from None


def in_words(name: str) -> str:
    """A class name as a sentence takes it: sex and age stand in brackets and are written out.

    >>> in_words("Northern Cardinal (Female/Juvenile)")
    'Northern Cardinal, female/juvenile'
    """
    species, _, details = name.partition(" (")
    return f"{species}, {details.rstrip(')').lower()}" if details else name
