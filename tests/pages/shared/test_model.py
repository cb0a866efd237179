"""The one model of all sessions."""

import pytest

from crossclip.errors import CrossClipError
from pages.shared.model import ROOT, load_atlas, load_predictor, model_name


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
