"""The app as a whole through AppTest, with the miniature model. Each page has a file of its own."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"


def open_app(monkeypatch, folder) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    return AppTest.from_file(APP, default_timeout=60).run()


@pytest.fixture
def app(monkeypatch, tiny_folder) -> AppTest:
    return open_app(monkeypatch, tiny_folder)


def errors(app: AppTest) -> list[str]:
    assert not app.exception
    return [error.value for error in app.error]


def test_about_shows_the_models_card(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    app = open_app(monkeypatch, folder).switch_page("pages/about.py").run()
    assert "no card" in app.info[0].value
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n# A card\n", encoding="utf-8")
    app.run()
    assert not app.exception
    assert app.markdown[-1].value.strip() == "## A card"  # a section of the page
    assert any("**5 species**" in markdown.value for markdown in app.markdown)


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
