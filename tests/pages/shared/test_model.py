"""The one model of all sessions."""

import shutil

import pytest

from crossclip.errors import CrossClipError
from pages.shared.model import ROOT, load_atlas, load_predictor, model_figures, model_label, model_name


def test_the_model_is_the_demo_unless_another_is_named(monkeypatch, tiny_folder):
    monkeypatch.delenv("CROSSCLIP_MODEL", raising=False)
    assert model_name() == str(ROOT / "assets" / "demo")
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))
    assert model_name() == str(tiny_folder)


def test_model_and_atlas_are_loaded_once(monkeypatch, tiny_folder):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))
    assert load_predictor() is load_predictor()
    assert load_atlas() is load_atlas()


def test_a_model_that_is_not_there_is_an_error_that_can_be_shown(monkeypatch, tmp_path):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tmp_path / "none"))
    with pytest.raises(CrossClipError, match="none"):
        load_predictor()


def test_figures_name_the_model_by_its_folder_and_what_was_measured_is_read_of_it(monkeypatch, tiny_folder, tmp_path):
    monkeypatch.setenv("CROSSCLIP_MODEL", "owner/model")
    assert model_label() == "owner/model"
    folder = shutil.copytree(tiny_folder, tmp_path / "mine")
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    assert model_label() == "mine"
    assert model_figures() == {}
    (folder / "figures.json").write_text('{"check": {"photos": 3}}')
    assert model_figures() == {"check": {"photos": 3}}
    (folder / "figures.json").write_text("{")
    assert model_figures() == {}
