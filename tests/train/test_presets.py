"""The presets, on made-up photos in the files of NABirds with its 555 classes."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from crossclip.model import CrossClip
from tests.train.data.original_files import LOCATED, lines
from train.alignment import centre_projections
from train.data.__main__ import main as convert
from train.settings import FinetuneSettings, PretrainSettings
from train.systems.recipe import Recipe
from train.systems.settings import ExperimentSettings

PRESETS = Path(__file__).parents[2] / "train" / "presets"
CLASSES = 555


@pytest.mark.parametrize(("who", "recipe"), [("paper", Recipe.of_paper), ("ours", Recipe.of)])
def test_a_preset_is_what_the_table_trains(who, recipe):
    settings = recipe(ExperimentSettings(dataset="", output=""))
    for stage, own, kind in (
        ("pretrain", settings.pretrain, PretrainSettings),
        ("finetune", settings.finetune, FinetuneSettings),
    ):
        preset = yaml.safe_load((PRESETS / f"{who}_{stage}.yaml").read_text())
        for name in kind.__dataclass_fields__.keys() - {"workers"}:
            assert preset.get(name, getattr(kind(), name)) == getattr(own, name), name
        for name in settings.batch.__dataclass_fields__:
            assert preset.get(name, getattr(type(settings.batch)(), name)) == getattr(settings.batch, name), name
        for name, value in settings.pace.items():
            assert preset.get(name, {"schedule": "cosine", "clip": 5.0}.get(name)) == value, name


@pytest.fixture(scope="module")
def nabirds_table(tmp_path_factory):
    root = tmp_path_factory.mktemp("nabirds")
    rng = np.random.default_rng(0)
    names = {str(i): f"Bird number {i} (Adult Male)" for i in range(1, CLASSES + 1)}
    images, content = {}, {"train": [], "val": [], "test": [], "classes": list(names.values())}
    for id_, name in names.items():
        for split in ("train", "val", "test") if int(id_) <= 8 else ("train",):
            path = f"{int(id_):04}/{split}.jpg"
            (root / "images" / path).parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(rng.integers(0, 255, (24, 24, 3), dtype=np.uint8)).save(root / "images" / path)
            images[f"{id_}-{split}"] = (path, id_, int(split != "test"))
            meta = {"lon": -80 + int(id_) / 50, "lat": 40.0, "date": 0.5, "user_id": int(id_) % 9}
            assert name in content["classes"]
            content[split].append({"class_id": int(id_) - 1, "im_path": path, "valid_image": True, "ebird_meta": meta})
    for file, column in (("images.txt", 0), ("image_class_labels.txt", 1), ("train_test_split.txt", 2)):
        lines(root / file, *((key, row[column]) for key, row in images.items()))
    lines(root / "classes.txt", ("0", "Birds"), *names.items())
    lines(root / "hierarchy.txt", *((id_, "0") for id_ in names))
    (root / LOCATED).write_text(json.dumps(content))
    convert(["nabirds", "--root", str(root), "--output", str(root / "table.csv")])
    return root / "table.csv"


@pytest.mark.slow
@pytest.mark.parametrize("who", ["paper", "ours"])
def test_a_preset_runs_two_steps_of_both_stages(who, nabirds_table, text_folder, tmp_path, monkeypatch):
    from train import finetune, pretrain

    usual = ["--table", nabirds_table, "--output", tmp_path, "--steps", 2, "--device", "cpu", "--classes", 2]
    few = [] if who == "paper" else ["--sightings", 8]
    fresh = ["--photo-weights", "random", "--text-encoder", text_folder]
    # By default a fresh model looks at 128 photos before the first step, which is most of what it would do here.
    monkeypatch.setattr(pretrain, "centre_projections", partial(centre_projections, count=8))
    monkeypatch.setattr("sys.argv", ["pretrain", str(PRESETS / f"{who}_pretrain.yaml"), *map(str, usual + few + fresh)])
    pretrain.main()
    more = ["--model", tmp_path / "pretrained", "--photo-encoder", "resnet50"]
    monkeypatch.setattr("sys.argv", ["finetune", str(PRESETS / f"{who}_finetune.yaml"), *map(str, usual + few + more)])
    finetune.main()
    assert len(CrossClip.from_pretrained(tmp_path / "model").config.species) == CLASSES
