"""Encoders are read from a model folder with their own weights, or refused in a sentence."""

import dataclasses
import shutil

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from crossclip.model import CrossClip
from crossclip.model.config import ModelError
from crossclip.model.folder import read_config
from crossclip.model.loading import build_empty, read_photo_encoder, read_text_encoder


def test_what_cannot_be_built_is_one_sentence_about_the_configuration(tmp_path):
    def build() -> nn.Module:
        raise ValueError("no such network\nand more")

    with pytest.raises(ModelError) as refusal:
        build_empty(tmp_path, build)
    assert str(refusal.value) == f"{tmp_path / 'config.json'}: no such network"


def test_a_module_is_built_without_weights(tmp_path):
    assert build_empty(tmp_path, lambda: nn.Linear(2, 2)).weight.is_meta


def test_both_encoders_have_the_weights_of_the_folder_and_can_learn_on(tiny_folder):
    config = read_config(tiny_folder)
    saved = load_file(tiny_folder / "model.safetensors")
    with torch.inference_mode():  # as the first photo of an answer finds it
        photo, (_, text) = read_photo_encoder(tiny_folder, config), read_text_encoder(tiny_folder, config)
    for prefix, encoder in (("photo.", photo), ("text.", text)):
        assert not encoder.training
        for name, weight in encoder.named_parameters():
            assert torch.equal(weight, saved[prefix + name])
            assert not weight.is_inference()


def test_a_model_without_text_says_so(tiny_folder):
    config = dataclasses.replace(read_config(tiny_folder), text_encoder={})
    with pytest.raises(ModelError, match="has no text encoder"):
        read_text_encoder(tiny_folder, config)


def test_a_folder_without_its_tokenizer_is_one_sentence(tiny_folder, tmp_path):
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    for file in (*folder.glob("tokenizer*"), *folder.glob("vocab*")):
        file.unlink()
    with pytest.raises(ModelError, match=r"cannot be read \([^\n:]+[^:\n]\): fetch or save the model anew\Z"):
        read_text_encoder(folder, read_config(folder))


def test_a_network_that_torchvision_lacks_is_one_sentence(tiny_folder):
    config = dataclasses.replace(read_config(tiny_folder), photo_encoder="eye_of_the_hawk")
    with pytest.raises(ModelError, match="eye_of_the_hawk"):
        read_photo_encoder(tiny_folder, config)


def test_a_bare_model_has_neither(tiny_folder):
    bare = CrossClip.read_bare(tiny_folder)
    assert (bare.has_photo, bare.has_text) == (False, False)
