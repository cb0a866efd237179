"""What all pages look like is read once."""

from pathlib import Path

from pages.shared.look import STYLES, icon, styles
from pages.shared.model import ROOT


def test_the_mark_is_svg():
    assert icon().startswith("<svg ")


def test_all_styles_are_in_one_and_read_once(monkeypatch):
    assert styles().count("<style>") == styles().count("</style>") == len(STYLES)
    assert (ROOT / "pages/answers/answers.css").read_text(encoding="utf-8") in styles()
    monkeypatch.setattr(Path, "read_text", lambda *given, **options: 1 / 0)
    assert styles()
