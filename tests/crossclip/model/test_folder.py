"""The files of a model folder."""

import pickle
import shutil

import pytest

from crossclip.model import CrossClip
from crossclip.model.config import ModelError


@pytest.fixture
def folder(tiny_folder, tmp_path):
    """A model folder that may be spoiled."""
    return shutil.copytree(tiny_folder, tmp_path / "model")


def refused(folder) -> str:
    with pytest.raises(ModelError) as refusal:
        CrossClip.from_pretrained(folder)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors"])
def test_missing_files_are_named(folder, missing):
    (folder / missing).unlink()
    assert f"has no {missing}" in refused(folder)


def test_missing_folders_and_names_that_cannot_be_fetched(folder, tmp_path):
    assert "there is no model folder" in refused(tmp_path / "nowhere")
    assert "there is no model folder" in refused("nowhere")
    assert "neither a folder here nor a model" in refused("no-such-owner/no-such-model")
    assert "is a file" in refused(folder / "config.json")


class Trap:
    """Runs code when unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("a pickle was read",))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt"])
def test_a_pickle_is_refused_unread(folder, name):
    (folder / "model.safetensors").unlink()
    (folder / name).write_bytes(pickle.dumps(Trap()))
    assert f"{name}, a pickle" in refused(folder)


def test_a_pickle_under_the_name_of_safetensors_is_refused_unread(folder):
    (folder / "model.safetensors").write_bytes(pickle.dumps(Trap()))
    assert "not a whole safetensors file" in refused(folder)


@pytest.mark.parametrize("keep", [0.0, 0.001, 0.5, 0.999])
def test_weights_cut_short_are_refused(folder, keep):
    weights = folder / "model.safetensors"
    content = weights.read_bytes()
    weights.write_bytes(content[: int(len(content) * keep)])
    assert "not a whole safetensors file" in refused(folder)
