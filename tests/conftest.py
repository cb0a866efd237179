"""A miniature model that every test can use: random weights, real structure, real files."""

import os
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")
if "PYTEST_XDIST_WORKER" in os.environ:  # several processes share the cores, which each would fill with threads
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from PIL import Image

from crossclip.maps import Atlas
from crossclip.model import CrossClip, CrossClipConfig
from crossclip.model.head import VisitHead
from crossclip.predict import Predictor

SPECIES = {
    "European Starling": "Sturnus vulgaris",
    "Northern Cardinal": "Cardinalis cardinalis",
    "Blue Jay": "Cyanocitta cristata",
    "Carolina Chickadee": "Poecile carolinensis",
    "Black-capped Chickadee": "Poecile atricapillus",
}
WORDS = (
    "this is a photograph of bird called european starling northern cardinal blue jay carolina chickadee black capped"
)


BROWSER = "tests/browser/"

# The chickadees look the same and live apart; the cardinal and the jay differ by colour and live together.
WORLD = {
    "Black-capped Chickadee": ((90, 90, 90), (-80, 45)),
    "Carolina Chickadee": ((90, 90, 90), (-85, 33)),
    "Northern Cardinal": ((220, 30, 30), (-82, 39)),
    "Blue Jay": ((30, 60, 220), (-82, 39)),
}


def pytest_collection_modifyitems(items):
    """Files that take long come first, so that no process begins one when the others are done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not item.nodeid.startswith(BROWSER), item.path not in slow))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Under `-n` a file stays in one process, where what its tests share is made once; so do all browser tests."""
    from xdist.scheduler import LoadFileScheduling

    class FileByFile(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)

    config.option.loadscopereorder = False
    return FileByFile(config, log)


@pytest.fixture(autouse=True)
def same_main_module(monkeypatch):
    """An app that is tested makes itself the main module, which every process started afterwards would run."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


def tiny_tokenizer(folder: Path):
    from transformers import DistilBertTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "-", *WORDS.split()]
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    return DistilBertTokenizerFast.from_pretrained(folder)


def tiny_text_settings(vocabulary_size: int) -> dict:
    return {
        "model_type": "distilbert",
        "vocab_size": vocabulary_size,
        "dim": 16,
        "hidden_dim": 32,
        "n_layers": 1,
        "n_heads": 2,
        "max_position_embeddings": 64,
    }


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory) -> Path:
    """A model folder as `save_pretrained` writes it. Tests that change it copy it first."""
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    tokenizer = tiny_tokenizer(tmp_path_factory.mktemp("vocabulary"))
    text = tiny_text_settings(len(tokenizer))
    config = CrossClipConfig(
        species=tuple(SPECIES),
        scientific_names=tuple(SPECIES.values()),
        photo_encoder="mobilenet_v3_small",
        photo_resize=72,
        photo_size=64,
        text_encoder=text,
        place_encoding="sphere",
        meta_width=32,
        meta_depth=1,
        embedding_dim=16,
        head_width=32,
        calibration={"photo": 1.5, "meta": 1.2, "photo+meta": 1.1},
    )
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


@pytest.fixture(scope="session")
def atlas(predictor) -> Atlas:
    """Of the whole year and the globe, which are computed once."""
    return Atlas(predictor)


@pytest.fixture(scope="session")
def surveyed_folder(tiny_folder, tmp_path_factory) -> Path:
    """The same model with two surveyed species, one of which rests on summer surveys alone."""
    torch.manual_seed(1)
    model = CrossClip.from_pretrained(tiny_folder)
    surveyed = ("European Starling", "Blue Jay")
    model.config = replace(model.config, surveyed=surveyed, summer_only=surveyed[1:])
    model.visits = VisitHead(model.config.embedding_dim, len(surveyed))
    folder = tmp_path_factory.mktemp("model") / "surveyed"
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def surveyed(surveyed_folder) -> Predictor:
    return Predictor.from_pretrained(surveyed_folder)


@pytest.fixture(scope="session")
def world_table(tmp_path_factory) -> Path:
    """A training table of 24 photos a species: half for training, a quarter each for validation and test."""
    folder = tmp_path_factory.mktemp("world")
    rng = np.random.default_rng(0)
    rows = []
    for number, (species, (colour, (longitude, latitude))) in enumerate(WORLD.items()):
        for i in range(24):
            pixels = np.clip(np.array(colour) + rng.normal(0, 25, (40, 40, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(folder / f"{number}-{i}.png")
            split = ("train", "train", "validation", "test")[i % 4]
            east, north = rng.normal(0, 1, 2)
            date = f"2024-{rng.integers(1, 13):02}-15"
            rows.append((f"{number}-{i}.png", species, longitude + east, latitude + north, date, split))
    path = folder / "table.csv"
    pd.DataFrame(rows, columns=["photo", "species", "longitude", "latitude", "date", "split"]).to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def world_rows(world_table):
    """Rows of one split of the little world."""
    from train.tables.rows import read_rows, rows_of

    return lambda split: rows_of(read_rows(world_table), list(WORLD), split)


@pytest.fixture(scope="session")
def text_folder(tmp_path_factory) -> Path:
    """A tiny text encoder as Hugging Face keeps one."""
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("text")
    tokenizer = tiny_tokenizer(folder)
    AutoModel.from_config(AutoConfig.for_model(**tiny_text_settings(len(tokenizer)))).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
