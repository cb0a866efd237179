"""The settings of a model."""

import json
import re
import shutil

import pytest

from crossclip.model import CrossClip
from crossclip.model.config import CrossClipConfig, ModelError
from tests.conftest import SPECIES


@pytest.fixture
def folder(tiny_folder, tmp_path):
    """A model folder that may be spoiled."""
    return shutil.copytree(tiny_folder, tmp_path / "model")


def change_config(folder, **changes):
    path = folder / "config.json"
    values = {**json.loads(path.read_text()), **changes}
    path.write_text(json.dumps({name: value for name, value in values.items() if value is not ...}))


def refused(folder) -> str:
    with pytest.raises(ModelError) as refusal:
        CrossClip.from_pretrained(folder)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"species": [*SPECIES, "Mallard"], "scientific_names": [*SPECIES.values(), "Anas"]}, "do not fit .*size"),
        ({"species": list(SPECIES)[:3]}, "3 species and 5 scientific names"),
        ({"species": [], "scientific_names": []}, "0 species"),
        ({"species": ...}, "lacks the settings species"),
        ({"species": "European Starling"}, "species is 'European Starling': it must be of type tuple"),
        ({"species": [1, 2, 3, 4, 5]}, "species is"),
        ({"colour": "red"}, "unknown settings: colour"),
        ({"embedding_dim": "16"}, "embedding_dim is '16': it must be of type int"),
        ({"embedding_dim": 16.0}, "embedding_dim"),
        ({"embedding_dim": True}, "embedding_dim"),
        ({"embedding_dim": 32}, "do not fit"),
        ({"embedding_dim": -16}, "embedding_dim is -16: it must be above 0"),
        ({"meta_depth": 2}, "do not fit"),
        ({"photo_mean": [0.5, 0.5]}, "photo_mean"),
        ({"photo_std": [0.0, 1, 1]}, "photo_std is 0.0"),
        ({"calibration": {"photo": "warm"}}, "calibration"),
        ({"calibration": {"photo": 0}}, "calibration is 0: it must be above 0"),
        ({"calibration": [1, 2]}, "calibration"),
        ({"head_dropout": 2.0}, "dropout"),
        ({"prompt": "a bird"}, "prompt"),
        ({"place_encoding": "mercator"}, "'mercator' is unknown: use one of wrap"),
        ({"photo_encoder": "resnet51"}, "no classifier called 'resnet51'"),
        ({"photo_encoder": "fcn_resnet50"}, "no classifier called"),
        ({"photo_encoder": "squeezenet1_0"}, "no linear layer"),
        ({"photo_encoder": "resnet18"}, "do not fit"),
    ],
)
def test_a_configuration_that_does_not_fit_is_refused_by_name(folder, changes, words):
    change_config(folder, **changes)
    assert re.search(words, refused(folder))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"config"', "[" * 100_000, "{'species': 1}", "\udcff"])
def test_a_configuration_that_is_no_json_object_is_refused(folder, text):
    (folder / "config.json").write_text(text, errors="surrogateescape")
    assert "config.json" in refused(folder)


def test_configuration_survives_json():
    config = CrossClipConfig(("Blue Jay",), ("Cyanocitta cristata",), calibration={"photo": 1}, text_encoder={"dim": 3})
    assert CrossClipConfig.from_json(config.to_json()) == config
