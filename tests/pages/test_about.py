"""The About page."""

import json
import shutil
from pathlib import Path

from tests.pages.app_runs import (
    open_app,
)


def test_about_shows_the_models_card(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    app = open_app(monkeypatch, folder).switch_page("pages/about.py").run()
    assert "no card" in app.info[0].value
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n# A card\n", encoding="utf-8")
    app.run()
    assert not app.exception
    assert app.markdown[-1].value.strip() == "## A card"  # a section of the page
    assert any("**5 species**" in markdown.value for markdown in app.markdown)


def test_measured_mistakes_are_shown_where_there_are_any(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    app = open_app(monkeypatch, folder).switch_page("pages/about.py").run()
    assert [header.value for header in app.header] == ["In plain words", "How it works"]
    pair = {"species": "Blue Jay", "said": "Northern Cardinal", "photos": 9, "by_photo": 4, "with_place": 1.5}
    figures = {"photos": 90, "species": 5, "wrong": 4, "wrong_with_place": 1.5, "pairs": [pair]}
    (folder / "figures.json").write_text(json.dumps({"confusions": figures}), encoding="utf-8")
    app.run()
    assert not app.exception
    assert "What it gets wrong" in [header.value for header in app.header]
    assert any("4 of 9" in element.value and "1.5 of 9" in element.value for element in app.html)
    assert any("On 90 test photos of 5 species, 4 are named wrongly" in element.value for element in app.markdown)
