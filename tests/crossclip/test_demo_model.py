"""The demo model is found in the package first, then in the checkout, and missed in one sentence."""

import pytest

from crossclip import demo_model as home
from crossclip.errors import CrossClipError


def test_the_checkout_has_one():
    assert home.demo_model() == home.IN_CHECKOUT


def test_the_packaged_one_comes_first(monkeypatch, tmp_path):
    (tmp_path / "config.json").touch()
    monkeypatch.setattr(home, "PACKAGED", tmp_path)
    assert home.demo_model() == tmp_path


def test_where_there_is_none_the_sentence_says_what_to_give(monkeypatch, tmp_path):
    monkeypatch.setattr(home, "IN_CHECKOUT", tmp_path)
    with pytest.raises(CrossClipError, match="give the folder or Hub name of a model as --model"):
        home.demo_model()
