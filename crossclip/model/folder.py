"""The files of a model folder: `config.json`, `model.safetensors`, the tokenizer's and a model card."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from crossclip.model.config import CONFIG_FILE, CrossClipConfig, ModelError

WEIGHTS_FILE = "model.safetensors"
PICKLE_SUFFIXES = {".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"}


def model_folder(path_or_hub_name: str | os.PathLike[str]) -> Path:
    """The local folder of a model, checked to be complete; names of the Hub are fetched.

    Raises:
        ModelError: if there is none, it lacks a file, or it holds a pickle instead.
    """
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


def read_config(folder: Path) -> CrossClipConfig:
    """The configuration of a model folder.

    Raises:
        ModelError: if it cannot be read, or is not one.
    """
    try:
        text = (folder / CONFIG_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ModelError(f"{folder / CONFIG_FILE} cannot be read as UTF-8 text") from None
    try:
        return CrossClipConfig.from_json(text)
    except ModelError as error:
        raise ModelError(f"{folder}: {error}") from None


def read_weights(path: Path, wanted: Callable[[str], bool]) -> dict[str, Tensor]:
    """Those tensors of a safetensors file whose name is `wanted`.

    Raises:
        ModelError: if the file is missing, cut short or of another kind.
    """
    try:
        with safe_open(path, framework="pt") as file:
            # Copies, because the tensors as read are a view of the file, which may be replaced.
            return {name: file.get_tensor(name).clone() for name in file.keys() if wanted(name)}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path} is not a whole safetensors file ({error}): fetch or save the model anew") from None


def load_strictly(module: nn.Module, weights: dict[str, Tensor]) -> None:
    """Give a module exactly these weights.

    Raises:
        ModelError: naming the first that is missing, too many or of another shape.
    """
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
