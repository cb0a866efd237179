"""A miniature model that every test can use: random weights, real structure, real files."""

import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from pathlib import Path

import pytest
import torch

from crossclip.model import CrossClip, CrossClipConfig
from crossclip.predict import Predictor

SPECIES = {
    "European Starling": "Sturnus vulgaris",
    "Northern Cardinal": "Cardinalis cardinalis",
    "Blue Jay": "Cyanocitta cristata",
    "Carolina Chickadee": "Poecile carolinensis",
    "Black-capped Chickadee": "Poecile atricapillus",
}
WORDS = (
    "this is a photograph of bird called european starling northern cardinal blue jay "
    "carolina chickadee black capped"
)


def tiny_tokenizer(folder: Path):
    from transformers import DistilBertTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "-", *WORDS.split()]
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    return DistilBertTokenizerFast.from_pretrained(folder)


def tiny_text_settings(vocabulary_size: int) -> dict:
    return {
        "model_type": "distilbert", "vocab_size": vocabulary_size, "dim": 16, "hidden_dim": 32,
        "n_layers": 1, "n_heads": 2, "max_position_embeddings": 64,
    }  # fmt: skip


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory) -> Path:
    """A model folder as `save_pretrained` writes it. Tests that change it copy it first."""
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    tokenizer = tiny_tokenizer(tmp_path_factory.mktemp("vocabulary"))
    text = tiny_text_settings(len(tokenizer))
    config = CrossClipConfig(
        species=tuple(SPECIES), scientific_names=tuple(SPECIES.values()), photo_encoder="mobilenet_v3_small",
        photo_resize=72, photo_size=64, text_encoder=text, place_encoding="sphere", meta_width=32, meta_depth=1,
        embedding_dim=16, head_width=32, calibration={"photo": 1.5, "meta": 1.2, "photo+meta": 1.1},
    )  # fmt: skip
    model = CrossClip(config).eval()
    model.attach_text(AutoModel.from_config(AutoConfig.for_model(**text)), tokenizer)
    with torch.no_grad():
        model.class_embeddings.copy_(model.eval().encode_text(model.prompts(config.species)))
    folder = tmp_path_factory.mktemp("model") / "tiny"
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def predictor(tiny_folder) -> Predictor:
    return Predictor.from_pretrained(tiny_folder)
