"""The About page."""

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
