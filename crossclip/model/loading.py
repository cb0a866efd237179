"""From a model folder to encoders with their weights: the heavy ones apart, each imported when it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import nn

from crossclip.model.clip_text import OPEN_CLIP, open_clip_text
from crossclip.model.config import CONFIG_FILE, CrossClipConfig, ModelError
from crossclip.model.encoders import PhotoEncoder, TextEncoder
from crossclip.model.folder import WEIGHTS_FILE, load_strictly, read_weights

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

PHOTO_PREFIX, TEXT_PREFIX = "photo.", "text."
NO_TEXT = "this model has no text encoder: only its own species names are known"
Module = TypeVar("Module", bound=nn.Module)


def build_empty(folder: Path, build: Callable[[], Module]) -> Module:
    """A module without weights, which `load_strictly` gives it.

    Raises:
        ModelError: in one sentence, if what the configuration asks for cannot be built.
    """
    with torch.device("meta"):
        return _built(folder, build)


def _built(folder: Path, build: Callable[[], Module]) -> Module:
    try:
        return build()
    except (ValueError, RuntimeError) as error:
        raise ModelError(f"{folder / CONFIG_FILE}: {str(error).splitlines()[0]}") from None


def fresh_photo_encoder(config: CrossClipConfig, pretrained: bool = False) -> PhotoEncoder:
    """The photo encoder that a configuration asks for; `pretrained` fetches its library's weights."""
    dim, dropout = config.embedding_dim, config.projection_dropout
    return PhotoEncoder(config.photo_encoder, dim, dropout, config.photo_folded, pretrained, config.photo_turned)


@torch.inference_mode(False)  # or the weights could never learn
def read_photo_encoder(folder: Path, config: CrossClipConfig) -> PhotoEncoder:
    """The photo encoder of a model folder (imports torchvision: a second).

    Raises:
        ModelError: if there is no such network, or the weights do not fit it.
    """
    if ":" in config.photo_encoder:  # whose networks may keep numbers that no weights file has
        return _with_weights(folder, _built(folder, lambda: fresh_photo_encoder(config)), PHOTO_PREFIX)
    return _with_weights(folder, build_empty(folder, lambda: fresh_photo_encoder(config)), PHOTO_PREFIX)


@torch.inference_mode(False)
def read_text_encoder(folder: Path, config: CrossClipConfig) -> tuple[PreTrainedTokenizerBase, TextEncoder]:
    """Tokenizer and text encoder of a model folder (imports transformers: seconds).

    Raises:
        ModelError: if the model has none, or it cannot be read.
    """
    if not config.text_encoder:
        raise ModelError(NO_TEXT)
    if config.text_encoder.get("model_type") == OPEN_CLIP:
        named, tower = _built_text(folder, config)
        encoder = TextEncoder(tower, config.embedding_dim, config.projection_dropout)
        return named, _with_weights(folder, encoder, TEXT_PREFIX)
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    build: Callable[..., PreTrainedModel] = AutoModel.from_config
    try:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        backbone = build(AutoConfig.for_model(**config.text_encoder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unread_text(folder, error) from None
    encoder = TextEncoder(backbone, config.embedding_dim, config.projection_dropout)
    return tokenizer, _with_weights(folder, encoder, TEXT_PREFIX)


def _built_text(folder: Path, config: CrossClipConfig) -> tuple[Any, Any]:
    try:
        return open_clip_text(str(config.text_encoder.get("name", "")))[::-1]
    except (ValueError, RuntimeError) as error:
        raise _unread_text(folder, error) from None


def _unread_text(folder: Path, error: Exception) -> ModelError:
    reason = str(error).splitlines()[0].rstrip(":. ")
    return ModelError(f"the text encoder in {folder} cannot be read ({reason}): fetch or save the model anew")


def _with_weights(folder: Path, encoder: Module, prefix: str) -> Module:
    weights = read_weights(folder / WEIGHTS_FILE, lambda name: name.startswith(prefix))
    load_strictly(encoder, {name.removeprefix(prefix): weight for name, weight in weights.items()})
    return encoder.eval()
