"""Fit the familiarity below which a photo is said to be of nothing the model knows, and measure what that catches.

    python -m train.demo.unknowns --model assets/demo --table runs/demo/full/table.csv

The threshold lets through `--keep` of the validation photos. It is measured on the test photos, on photos of
birds that the model does not know (`--others`, a folder), and on pictures of no bird: corners cut from the
test photos, which are mostly foliage, water and sky, and pictures that are made here. No photographs of
ordinary things were to be had, so how well it tells a cat or a car is not measured.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from crossclip.files import whole_file
from crossclip.model.config import CONFIG_FILE
from crossclip.photo import PhotoSource, read_photo
from crossclip.predict import Predictor
from train.demo.card import add_figures
from train.engine.command import exit_cleanly
from train.rows import RowsError, read_rows

KEEP = 0.98
COUNT = 200  # pictures of each kind
SIDE = 256  # pixels
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def corners(photos: list[str], random: np.random.Generator) -> Iterator[Image.Image]:
    """A corner of each photo, a quarter of its side: seldom does a bird reach into it."""
    for photo in photos:
        picture = read_photo(photo)
        side = min(picture.size) // 4
        left, top = (random.choice([0, extent - side]) for extent in picture.size)
        yield picture.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def clouds(random: np.random.Generator, steepness: float) -> Iterator[Image.Image]:
    """Coloured noise with the spectrum of natural pictures: power falls with frequency (Field 1987)."""
    frequency = np.hypot(*np.meshgrid(*[np.fft.fftfreq(SIDE)] * 2))
    frequency[0, 0] = 1
    while True:
        spectrum = np.fft.fft2(random.normal(size=(3, SIDE, SIDE))) / frequency**steepness
        channels = np.tensordot(random.random((3, 3)), np.fft.ifft2(spectrum).real, axes=1)
        channels = (channels - channels.min()) / np.ptp(channels)
        yield Image.fromarray((255 * channels).astype(np.uint8).transpose(1, 2, 0).copy())


def shapes(random: np.random.Generator) -> Iterator[Image.Image]:
    """Plain ellipses and rectangles on a plain ground."""
    while True:
        picture = Image.new("RGB", (SIDE, SIDE), tuple(random.integers(256, size=3)))
        draw = ImageDraw.Draw(picture)
        for _ in range(random.integers(3, 15)):
            box = np.sort(random.integers(SIDE, size=(2, 2)), axis=0).ravel().tolist()
            paint = draw.ellipse if random.random() < 0.5 else draw.rectangle
            paint(box, fill=tuple(random.integers(256, size=3)))
        yield picture


def pages(random: np.random.Generator) -> Iterator[Image.Image]:
    """Pages of words that mean nothing."""
    letters = np.array(list("aaabcdeeeefghiijklmnnooprrssttuvwy"))
    while True:
        picture = Image.new("RGB", (SIDE, SIDE), "white")
        draw = ImageDraw.Draw(picture)
        for top in range(8, SIDE - 8, 14):
            words = ("".join(random.choice(letters, random.integers(2, 9))) for _ in range(8))
            draw.text((8, top), " ".join(words), fill="black")
        yield picture


def familiarity(predictor: Predictor, photos: Sequence[PhotoSource]) -> Tensor:
    return predictor.familiarity(predictor.embed_photos(photos))


def fit(scores: Tensor, keep: float) -> float:
    """The threshold that a share `keep` of photos of known species (N,) reaches."""
    return float(torch.quantile(scores, 1 - keep))


def caught(predictor: Predictor, threshold: float, photos: list[str], others: Path | None) -> dict[str, float]:
    """The share below the threshold of each kind of picture; of `photos` it is the false alarms."""
    random = np.random.default_rng(0)
    kinds: dict[str, Sequence[PhotoSource]] = {
        "known_birds": photos,
        "corners": list(corners(photos[:COUNT], random)),
        "clouds": [*islice(clouds(random, 1.0), COUNT // 2), *islice(clouds(random, 1.6), COUNT // 2)],
        "shapes": list(islice(shapes(random), COUNT)),
        "pages": list(islice(pages(random), COUNT)),
    }
    if others is not None:
        kinds["other_birds"] = sorted(str(file) for file in others.rglob("*") if file.suffix.lower() in SUFFIXES)
    return {
        kind: float((familiarity(predictor, pictures) < threshold).float().mean()) for kind, pictures in kinds.items()
    }


def keep_threshold(folder: Path, predictor: Predictor, threshold: float, figures: dict[str, float]) -> None:
    """Write the threshold to a model folder's settings and what it catches to its figures."""
    config = dataclasses.replace(predictor.config, photo_threshold=threshold)
    with whole_file(folder / CONFIG_FILE) as draft:
        draft.write_text(config.to_json(), encoding="utf-8")
    add_figures(folder, {"unknown": figures})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="model folder, whose settings are changed")
    parser.add_argument("--table", type=Path, required=True, help="table with photos in the splits validation and test")
    parser.add_argument("--others", type=Path, help="folder of photos of birds that the model does not know")
    parser.add_argument("--keep", type=float, default=KEEP, help=f"share of known birds let through (default {KEEP})")
    options = parser.parse_args()
    predictor = Predictor.from_pretrained(options.model)
    table = read_rows(options.table)
    with_photo = table[(table.photo != "") & table.species.isin(predictor.species)]
    splits = {split: sorted(set(rows.photo)) for split, rows in with_photo.groupby("split")}
    if missing := {"validation", "test"} - splits.keys():
        raise RowsError(f"{options.table} has no photo of a known species in the split {' or '.join(sorted(missing))}")
    threshold = round(fit(familiarity(predictor, splits["validation"]), options.keep), 4)
    figures = caught(predictor, threshold, splits["test"], options.others)
    print(json.dumps({"photo_threshold": threshold, "below it": figures}, indent=2))
    keep_threshold(options.model, predictor, threshold, figures)


if __name__ == "__main__":
    exit_cleanly(main)
