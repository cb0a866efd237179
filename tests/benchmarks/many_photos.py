"""How near a table of photos comes to what decoding and the network allow: `python tests/benchmarks/many_photos.py`.

Three runs over the same photos: decoding alone, in as many processes as the command takes; the network alone, over
pixels that are there; and the command's own way from table to answer. On the same cores, decoding and network can
together do no more than 1 / (1 / decoding + 1 / network).

`--memory` answers tables of more and more rows instead, of photos that repeat, and shows what is held; with
`--miniature`, of photos and a network so small that a million rows take minutes and not hours: what is held beside
the network does not depend on it.
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crossclip.demo_model import demo_model  # noqa: E402
from crossclip.embedder import PHOTO_BATCH  # noqa: E402
from crossclip.model import CrossClip, CrossClipConfig  # noqa: E402
from crossclip.predict import Predictor  # noqa: E402
from crossclip.streams.decoding import decoded, reader_count  # noqa: E402
from crossclip.streams.identifying import identified  # noqa: E402

GOAL = 0.9
DRAWN = 8
TINY = (48, 36)


def photographed(folder: Path, count: int, size: tuple[int, int]) -> list[Path]:
    """JPEGs with as much detail as photographs have; few are drawn, and stand there under many names."""
    draws, paths = np.random.default_rng(0), [folder / f"{number}.jpg" for number in range(count)]
    for path in paths[:DRAWN]:
        blots = Image.fromarray(draws.integers(0, 255, (24, 32, 3), dtype=np.uint8))
        coarse = blots.resize(size, Image.Resampling.BICUBIC)
        grain = draws.normal(0, 6, (size[1], size[0], 1))
        Image.fromarray(np.clip(np.asarray(coarse) + grain, 0, 255).astype(np.uint8)).save(path, quality=90)
    for number, path in enumerate(paths[DRAWN:]):
        path.write_bytes(paths[number % DRAWN].read_bytes())
    return paths


def speeds(predictor: Predictor, photos: list[Path]) -> dict[str, float]:
    """Photos a second."""
    workers = reader_count(len(photos))
    groups = [photos[start : start + PHOTO_BATCH] for start in range(0, len(photos), PHOTO_BATCH)]
    found: dict[str, float] = {}

    def timed(name: str, begun: float) -> None:
        found[name] = len(photos) / (time.perf_counter() - begun)

    begun = time.perf_counter()
    pixels = [part.pixels.clone() for part in decoded(iter(groups), predictor.crop, workers=workers)]
    timed("decoding alone", begun)
    predictor.embed_pixels(pixels[0])
    begun = time.perf_counter()
    for part in pixels:
        predictor.embed_pixels(part)
    timed("network alone", begun)
    rows = [{"photo": str(path), "latitude": "40.7", "longitude": "-74", "date": ""} for path in photos]
    begun = time.perf_counter()
    for _, answer in identified(predictor, rows, photos[0].parent, workers=workers):
        answer.top(5)
    timed("table", begun)
    return found


def miniature(folder: Path) -> Path:
    """A model folder of random weights whose network sees 32 pixels a side."""
    size = {"photo_resize": 32, "photo_size": 32, "meta_width": 16, "meta_depth": 1, "embedding_dim": 16}
    species = ("Blue Jay", "Northern Cardinal")
    CrossClip(
        CrossClipConfig(species, species, photo_encoder="shufflenet_v2_x0_5", head_width=16, **size)
    ).save_pretrained(folder)
    return folder


def memory(counts: list[int], photos: list[Path], model: Path, folder: Path) -> None:
    for count in counts:
        asked = folder / f"{count}.csv"
        with asked.open("w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["photo", "latitude", "longitude", "date"])
            table.writerows([photos[i % len(photos)], i % 60, i % 100 - 150, "2024-05-31"] for i in range(count))
        command = ["identify", "--table", str(asked), "--output", str(folder / "answer.csv"), "--top", "1"]
        command += ["--model", str(model)]
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "crossclip", *command], cwd=ROOT, check=True)
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # of the largest so far
        print(f"{count:>10,} rows  {count / seconds:>8,.0f} a second  {peak:>6,.0f} MB at most", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=512)
    parser.add_argument("--size", type=int, nargs=2, default=(1024, 768))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="+", help="numbers of rows, the smallest first")
    parser.add_argument("--miniature", action="store_true", help="with --memory: small photos for a small network")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = TINY if options.miniature else tuple(options.size)
        photos = photographed(Path(folder), DRAWN if options.memory else options.photos, size)
        if options.memory:
            model = miniature(Path(folder) / "model") if options.miniature else demo_model()
            memory(options.memory, photos, Path(model), Path(folder))
            return
        predictor = Predictor.from_pretrained(demo_model())
        for _ in range(options.rounds):
            found = speeds(predictor, photos)
            most = 1 / (1 / found["decoding alone"] + 1 / found["network alone"])
            print("  ".join(f"{name} {rate:.1f}" for name, rate in found.items()), end="  ")
            print(f"at most {most:.1f}: reached {found['table'] / most:.2f} (goal {GOAL})", flush=True)


if __name__ == "__main__":
    main()
