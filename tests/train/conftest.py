"""Tables and models small enough to train in seconds."""

import pandas as pd
import pytest
import torch

from crossclip.model import CrossClip
from tests.conftest import WORLD, tiny_text_settings, tiny_tokenizer
from tests.train.worlds import small_config


@pytest.fixture(scope="session")
def table(world_table, tmp_path_factory):
    """The little world, where some photos have no place or date, and some sightings no photo."""
    frame = pd.read_csv(world_table, dtype=str, keep_default_na=False)
    frame["photo"] = [str(world_table.parent / photo) for photo in frame.photo]
    sightings = frame[frame.split == "train"].assign(photo="")
    frame.loc[::3, ["longitude", "latitude"]] = ""
    frame.loc[::6, "date"] = ""
    path = tmp_path_factory.mktemp("engine") / "table.csv"
    pd.concat([frame, sightings]).to_csv(path, index=False)
    return path


def _model_folder(folder, dropout, folded):
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    tokenizer = tiny_tokenizer(folder)
    text = tiny_text_settings(len(tokenizer)) | {"dropout": dropout, "attention_dropout": dropout}
    config = small_config(
        sorted(WORLD),
        photo_folded=folded,
        text_encoder=text,
        meta_dropout=dropout,
        projection_dropout=dropout,
        head_dropout=dropout,
    )
    model = CrossClip(config)
    model.attach_text(AutoModel.from_config(AutoConfig.for_model(**text)), tokenizer)
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def still_folder(tmp_path_factory):
    """A model whose rows do not see each other, and that nothing random happens in: no batch norm, no dropout."""
    return _model_folder(tmp_path_factory.mktemp("still"), dropout=0.0, folded=True)


@pytest.fixture(scope="session")
def lively_folder(tmp_path_factory):
    """A model with batch norms and dropout."""
    return _model_folder(tmp_path_factory.mktemp("lively"), dropout=0.2, folded=False)


@pytest.fixture
def fresh_model(tmp_path):
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    tokenizer = tiny_tokenizer(tmp_path)
    text = tiny_text_settings(len(tokenizer))
    config = small_config(
        WORLD,
        text_encoder=text,
        place_encoding="sphere-waves",
        meta_width=32,
        head_dropout=0.1,
    )
    model = CrossClip(config)
    model.attach_text(AutoModel.from_config(AutoConfig.for_model(**text)), tokenizer)
    return model
