"""A fresh model around named or given encoders: the one way in which every training begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip, CrossClipConfig
from crossclip.model.backbones import FAMILIES, fold_batch_norm, photo_backbone, photo_settings
from crossclip.model.clip_text import OPEN_CLIP, open_clip_text
from crossclip.model.encodings import place_inputs

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


def fresh_model(
    config: CrossClipConfig,
    text: tuple[PreTrainedModel, PreTrainedTokenizerBase],
    photo: Callable[[], nn.Module] | None = None,
) -> CrossClip:
    """An untrained model.

    Args:
        config: its shape; what it says of the text encoder is taken from `text`.
        text: an encoder and its tokenizer, such as those of `fresh_text_encoder`.
        photo: gives the network whose weights the photo encoder starts with; random weights by default.
    """
    described = text[0].config.to_diff_dict() | {"model_type": text[0].config.model_type}
    model = CrossClip(replace(config, text_encoder=described))
    if photo is not None:
        model.photo.backbone.load_state_dict(photo().state_dict())
    model.attach_text(*text)
    return model


def fresh_backbone(name: str, weights: str, folded: bool = False) -> tuple[nn.Module, int]:
    """A backbone, and the width of its features.

    Args:
        name: as `crossclip.model.backbones` reads it.
        weights: file of its state dict; "random" for none; "" for its library's, which are fetched.
        folded: merge its batch norms into the convolutions.

    Raises:
        CrossClipError: naming the weights that are missing and how to supply them.
    """
    try:
        network, width = photo_backbone(name, pretrained=not weights)
    except (OSError, RuntimeError) as error:
        raise CrossClipError(
            f"the weights of {name} are not here and could not be fetched ({error}): save its "
            "state dict as safetensors and give it as --photo-weights FILE, or start with --photo-weights random"
        ) from None
    except ValueError as error:
        raise CrossClipError(str(error)) from None
    if weights not in ("", "random"):
        load_photo_weights(network, Path(weights))
    if folded:
        fold_batch_norm(network)
    return network, width


def check_backbone(name: str) -> None:
    """Raises:
    CrossClipError: with near names, if there is no network of that name.
    """
    if name.partition(":")[0] in FAMILIES:
        return  # which is asked when the network is made
    from torchvision import models

    known = models.list_models(module=models)
    if name not in known:
        near = ", ".join(get_close_matches(name, known, n=3, cutoff=0.4)) or "resnet50"
        raise CrossClipError(
            f"there is no photo encoder {name!r}: use one of torchvision, such as {near}, or timm:NAME"
        )


def wanted_settings(name: str) -> dict[str, Any]:
    """Size, resizing and normalisation that a photo encoder wants, as settings of a configuration.

    Raises:
        CrossClipError: if there is no such network, or its library is not installed.
    """
    try:
        return photo_settings(name)
    except (ValueError, RuntimeError, OSError) as error:
        raise CrossClipError(str(error).splitlines()[0]) from None


def check_place(encoding: str = "wrap", covariates: str = "none") -> None:
    """Raises:
    CrossClipError: if a place cannot be read so, naming what there is.
    """
    try:
        place_inputs(encoding, covariates)
    except ValueError as error:
        raise CrossClipError(f"the {error}") from None


def fresh_text_encoder(name: str) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """A Hugging Face encoder and its tokenizer, by name or folder; or open_clip's text tower, `open_clip:NAME`, with
    the weights that are named behind a slash, or random ones."""
    if name.startswith(f"{OPEN_CLIP}:"):
        return _clip_text(name.partition(":")[2])
    from transformers import AutoModel, AutoTokenizer

    try:
        return AutoModel.from_pretrained(name), AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError):
        raise CrossClipError(
            f"the text encoder {name} is not here and could not be fetched: download its folder "
            "(config.json, model.safetensors, tokenizer files) and give it as --text-encoder FOLDER"
        ) from None


def _clip_text(name: str) -> Any:
    try:
        return open_clip_text(name, pretrained="/" in name)
    except (ValueError, RuntimeError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise CrossClipError(
            f"the text tower open_clip:{name} is not here and could not be fetched: {reason}"
        ) from None


def load_photo_weights(network: nn.Module, path: Path) -> None:
    """Read a safetensors state dict into a torchvision backbone; its last layer, if it is there, is left out."""
    own = network.state_dict()
    try:
        network.load_state_dict({k: v for k, v in load_file(path).items() if k in own})
    except (OSError, SafetensorError, RuntimeError) as error:
        first = str(error).replace("\n", " ")[:200]
        raise CrossClipError(f"{path} holds no weights of this {type(network).__name__}: {first}") from None
