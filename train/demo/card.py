"""The demo model's figures in `figures.json`, and its card, which shows them.

    python -m train.demo.card --data ../shared --output runs/demo --model assets/demo

measures the models that `python -m train.demo` trained, and writes both anew, and the table in the README.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.model.config import CONFIG_FILE, CrossClipConfig
from train.command.command import exit_cleanly
from train.demo.card_text import card_text, readme_table

FIGURES_FILE = "figures.json"
BEGIN, END = "<!-- figures of the demo model -->", "<!-- end of figures -->"


def read_figures(folder: Path) -> dict[str, Any]:
    """The figures of a model folder; none where none were measured."""
    path = folder / FIGURES_FILE
    figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return figures


def add_figures(folder: Path, figures: dict[str, Any]) -> None:
    """Write figures to a model folder's file of them, beside those that other commands measured, and the card anew
    where it has been measured as a whole."""
    known = read_figures(folder) | figures
    with whole_file(folder / FIGURES_FILE) as draft:
        draft.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    if "training" not in known:
        return
    config = CrossClipConfig.from_json((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    with whole_file(folder / "README.md") as draft:
        draft.write_text(card_text(config, known), encoding="utf-8")


def write_readme(path: Path, figures: dict[str, Any]) -> None:
    """Put the table of figures between its marks in a README, which stays as it is elsewhere.

    Raises:
        CrossClipError: if the marks are not there.
    """
    text = path.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise CrossClipError(f"{path} has no place for the figures: write {BEGIN} and {END} in it")
    with whole_file(path) as draft:
        draft.write_text(f"{before}{BEGIN}\n{readme_table(figures)}\n{END}{after}", encoding="utf-8")


def main() -> None:
    from train.demo.data import DemoData
    from train.demo.measure import demo_figures

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and weights/")
    parser.add_argument("--output", type=Path, default=Path("runs/demo"), help="where the stages are kept")
    parser.add_argument("--model", type=Path, default=Path("assets/demo"), help="model folder, which gets the card")
    parser.add_argument("--readme", type=Path, default=Path("README.md"), help="which gets the table of figures")
    options = parser.parse_args()
    held_out = sorted(options.output.glob("held-out-*/model"))
    add_figures(options.model, demo_figures(options.output / "full" / "model", held_out, DemoData(options.data)))
    write_readme(options.readme, read_figures(options.model))


if __name__ == "__main__":
    exit_cleanly(main)
