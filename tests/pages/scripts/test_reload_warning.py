"""A reload is asked about as long as it would lose something."""

import pytest
import streamlit as st

from pages.scripts.reload_warning import would_lose


@pytest.mark.parametrize(
    ("state", "lose"),
    [({}, False), ({"photos": {}, "kept": []}, False), ({"photos": {1: "a"}}, True), ({"roll": 1}, True)],
)
def test_photos_and_kept_answers_would_be_lost(monkeypatch, state, lose):
    monkeypatch.setattr(st, "session_state", state)
    assert would_lose() is lose
