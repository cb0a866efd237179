"""The app as a whole: what happens where the model cannot be loaded."""

import shutil

import pytest

from tests.pages.app_runs import (
    errors,
    open_app,
)


@pytest.mark.parametrize("missing", [None, "config.json", "model.safetensors"])
def test_a_model_that_cannot_be_loaded_is_one_sentence(monkeypatch, tiny_folder, tmp_path, missing):
    folder = tmp_path / "model"
    if missing:
        shutil.copytree(tiny_folder, folder)
        (folder / missing).unlink()
    app = open_app(monkeypatch, folder)
    (message,) = errors(app)
    assert message.startswith("The model cannot be loaded: ")
    assert (missing or str(folder)) in message
    assert not app.title


def test_a_photo_encoder_that_does_not_fit_is_one_sentence_and_leaves_the_maps(monkeypatch, tiny_folder, tmp_path):
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    config = folder / "config.json"
    config.write_text(config.read_text().replace("mobilenet_v3_small", "mobilenet_v3_large"))
    app = open_app(monkeypatch, folder)
    (message,) = errors(app)
    assert message.startswith("The model cannot look at photos: the weights do not fit config.json")
    assert app.title[0].value == "Which bird is this?"
    app.switch_page("pages/range_map.py").run()
    assert app.header[0].value.startswith("European Starling")
