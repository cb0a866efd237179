"""Train the demo model from the data folder: every stage, twice, then the figures and the card.

    python -m train.demo --data ../shared

Each stage leaves a file in `--output` and is skipped when that is there; a stage that was stopped goes
on from its last checkpoint. The second model, which never sees a photo of 20 of the photographed
species, tells how the first treats the species that have no photo.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from crossclip.files import whole_file
from train.demo import data as demo_data
from train.demo.card import write_card
from train.demo.variant import DemoSettings, train_variant
from train.engine.command import exit_cleanly
from train.evaluate import evaluate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and weights/")
    parser.add_argument("--output", type=Path, default=Path("runs/demo"), help="where the stages are kept")
    parser.add_argument("--ship", type=Path, default=Path("assets/demo"), help="where the finished model goes")
    parser.add_argument("--shorten", type=int, default=1, metavar="N", help="1/N of the steps, to try the command")
    options = parser.parse_args()
    settings = DemoSettings() if options.shorten == 1 else DemoSettings().shortened(options.shorten)
    species = demo_data.read_species(options.data)
    hidden = demo_data.held_out_species(species)
    model = train_variant("full", options.data, options.output, settings, set())
    held_out = train_variant("held-out", options.data, options.output, settings, hidden)
    options.ship.mkdir(parents=True, exist_ok=True)
    for file in model.iterdir():
        with whole_file(options.ship / file.name) as draft:
            shutil.copyfile(file, draft)
    photos, occurrences = demo_data.read_photos(options.data), demo_data.read_occurrences(options.data, species)
    unseen = demo_data.demo_table(photos[photos.species.isin(hidden)], occurrences, species)
    unseen[unseen.photo != ""].to_csv(options.output / "held-out" / "unseen.csv", index=False)
    known = options.output / "full" / "table.csv"
    unseen_figures = evaluate(held_out, options.output / "held-out" / "unseen.csv")
    write_card(options.ship, known, evaluate(options.ship, known), unseen_figures)


if __name__ == "__main__":
    exit_cleanly(main)
