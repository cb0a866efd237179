"""Models come back from their folder to the bit."""

import shutil

import pytest
import torch
from PIL import Image

from crossclip.model import CrossClip
from crossclip.model.config import ModelError
from crossclip.predict import Predictor
from crossclip.sighting import Sighting


@pytest.fixture
def folder(tiny_folder, tmp_path):
    """A model folder that may be spoiled."""
    return shutil.copytree(tiny_folder, tmp_path / "model")


def test_a_saved_model_gives_the_same_answer_to_the_bit(tiny_folder, tmp_path):
    first = CrossClip.from_pretrained(tiny_folder)
    first.save_pretrained(tmp_path / "again")
    second = CrossClip.from_pretrained(tmp_path / "again")
    assert first.config == second.config
    photo, where = Image.effect_noise((90, 70), 80).convert("RGB"), Sighting.parse("-74", "40.7", "2024-05-31")
    one, two = (Predictor(model).identify(photo, where) for model in (first, second))
    assert torch.equal(one.probability, two.probability)
    assert torch.equal(one.photo_probability, two.photo_probability)
    texts = ["a blue jay", "northern cardinal"]
    assert torch.equal(first.encode_text(texts), second.encode_text(texts))
    assert {file.name for file in tmp_path.joinpath("again").iterdir()} == {f.name for f in tiny_folder.iterdir()}


def test_saving_over_a_model_keeps_its_other_files(folder):
    (folder / "README.md").write_text("card")
    model = CrossClip.from_pretrained(folder)
    with torch.no_grad():
        model.log_scale.add_(1)
    model.save_pretrained(folder)
    assert (folder / "README.md").read_text() == "card"
    assert CrossClip.from_pretrained(folder).log_scale == model.log_scale
    assert not [file for file in folder.iterdir() if file.name.startswith(".")]


def test_a_folder_that_cannot_be_written_is_told(tiny_folder, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="cannot be saved"):
        CrossClip.from_pretrained(tiny_folder).save_pretrained(tmp_path / "file" / "model")


def test_a_model_is_read_whole(tiny_folder):
    model = CrossClip.from_pretrained(tiny_folder)
    assert model.has_photo
    assert model.has_text
    assert not any(module.training for module in model.modules())


def test_temperature_is_learned_on_a_log_scale_and_clamped(predictor):
    model = CrossClip(predictor.config)
    assert model.temperature.item() == pytest.approx(0.07)
    with torch.no_grad():
        model.log_scale.fill_(50)
    assert model.temperature.item() == pytest.approx(0.01)
