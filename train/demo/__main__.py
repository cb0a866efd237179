"""Train the demo model from the data folder: every stage, the figures and the card.

    python -m train.demo --data ../shared

Each stage leaves a file in `--output` and is skipped when that is there; a stage that was stopped goes
on from its last checkpoint. Two more models, each of which never sees a photo of 20 of the photographed
species, tell how the first treats the species that have no photo.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from crossclip.files import whole_file
from train.command.command import exit_cleanly
from train.demo.card import add_figures, read_figures, write_readme
from train.demo.data import DemoData
from train.demo.measure import demo_figures
from train.demo.settings import DemoSettings
from train.demo.variant import train_variant

DRAWS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and weights/")
    parser.add_argument("--output", type=Path, default=Path("runs/demo"), help="where the stages are kept")
    parser.add_argument("--ship", type=Path, default=Path("assets/demo"), help="where the finished model goes")
    parser.add_argument("--readme", type=Path, default=Path("README.md"), help="which gets the table of figures")
    parser.add_argument("--draws", type=int, default=DRAWS, metavar="N", help="models without some species' photos")
    parser.add_argument("--shorten", type=int, default=1, metavar="N", help="1/N of the steps, to try the command")
    options = parser.parse_args()
    settings = DemoSettings() if options.shorten == 1 else DemoSettings().shortened(options.shorten)
    data = DemoData(options.data)
    model = train_variant("full", data, options.output, settings, set())
    held_out = [
        train_variant(f"held-out-{draw}", data, options.output, settings, data.held_out_species(draw))
        for draw in range(options.draws)
    ]
    figures = demo_figures(model, held_out, data)
    options.ship.mkdir(parents=True, exist_ok=True)
    for file in model.iterdir():
        with whole_file(options.ship / file.name) as draft:
            shutil.copyfile(file, draft)
    add_figures(options.ship, figures)
    if options.readme.is_file():
        write_readme(options.readme, read_figures(options.ship))


if __name__ == "__main__":
    exit_cleanly(main)
