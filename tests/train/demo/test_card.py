"""What README and card say is what commands wrote."""

import json
import re
import shutil
from pathlib import Path

import pytest

from crossclip.errors import CrossClipError
from crossclip.model.config import CrossClipConfig
from train.demo.card import BEGIN, END, add_figures, read_figures, write_readme
from train.demo.card_text import card_text, readme_table

ROOT = Path(__file__).resolve().parents[3]
DEMO, RESULTS, README = ROOT / "assets" / "demo", ROOT / "assets" / "results", ROOT / "README.md"


@pytest.fixture(scope="module")
def figures() -> dict:
    return read_figures(DEMO)


def test_the_card_says_what_was_measured(figures):
    config = CrossClipConfig.from_json((DEMO / "config.json").read_text(encoding="utf-8"))
    assert (DEMO / "README.md").read_text(encoding="utf-8") == card_text(config, figures)


def test_the_readmes_table_says_what_was_measured(figures):
    text = README.read_text(encoding="utf-8")
    assert text.split(BEGIN)[1].split(END)[0].strip() == readme_table(figures)


def test_the_readme_has_no_other_figure():
    text = README.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|<!-- figures.*?end of figures -->|`[^`]*`|Python 3.11|Apache-2.0", "", text, flags=re.S)
    assert not re.findall(r"\d+\.\d+|\d+ ?%", prose), "a figure that no test holds against its source"


def test_the_summary_of_results_says_what_was_measured():
    results = json.loads((RESULTS / "results.json").read_text(encoding="utf-8"))
    shown = (RESULTS / "results.md").read_text(encoding="utf-8")
    for line in results["results"]:
        top1 = line["category"]["top1"]
        assert f"{100 * top1['mean']:.2f}" in shown


def test_figures_are_added_to_those_of_other_commands_and_the_card_follows(figures, tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    for name in ("config.json", "figures.json"):
        shutil.copyfile(DEMO / name, folder / name)
    changed = figures["check"] | {"photo_top1": 0.123}
    add_figures(folder, {"check": changed})
    assert read_figures(folder) == figures | {"check": changed}
    assert "0.123" in (folder / "README.md").read_text(encoding="utf-8")


def test_a_readme_without_a_place_for_figures_is_left_alone(figures, tmp_path):
    path = tmp_path / "README.md"
    path.write_text("# Mine\n", encoding="utf-8")
    with pytest.raises(CrossClipError, match="no place for the figures"):
        write_readme(path, figures)
    assert path.read_text(encoding="utf-8") == "# Mine\n"
