"""How much is saved by keeping embeddings and by asking land only: `python tests/benchmarks/speed.py`.

Each row times our way and the way that keeps nothing, in the same run on the same machine, and
prints their ratio beside its target. Ratios travel between machines; milliseconds do not.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
import torch
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crossclip.maps import (  # noqa: E402
    Atlas,
    basemap,
    grids,
)
from crossclip.predict import Predictor  # noqa: E402
from crossclip.sighting import Sighting, sighting_tensor  # noqa: E402

JULY, CHICAGO = date(2024, 7, 1), Sighting(-87.6, 41.9, date(2024, 7, 1))
WORLD_COLUMNS, WORLD_ROWS = 2000, 1000  # the grid of Mac Aodha et al. 2019


@dataclass(frozen=True)
class Row:
    what: str
    ours: float
    alternative: float
    target: float

    def __str__(self) -> str:
        ratio = self.ours / self.alternative
        met = "met" if ratio <= self.target else "NOT MET"
        return (
            f"{self.what:<66}{1e3 * self.ours:>10.1f}{1e3 * self.alternative:>13.1f}"
            f"{ratio:>9.4f}{self.target:>9.4f}  {met}"
        )


def seconds(action: Callable[[], object], repeats: int, before: Callable[[], object] = lambda: None) -> float:
    """Median wall time of an action; `before` is run ahead of each repeat and not timed."""
    times = []
    for _ in range(repeats):
        before()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return median(times)


def photo_file(width: int, height: int) -> bytes:
    """A JPEG of the size a camera makes, with soft shapes in it."""
    small = np.random.default_rng(0).integers(0, 256, (height // 40, width // 40, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC).save(file, "JPEG", quality=90)
    return file.getvalue()


def new_pin(predictor: Predictor, width: int, height: int) -> Row:
    photo = photo_file(width, height)
    embedding = predictor.embed_photos([photo])
    pins = iter(Sighting(-120 + i, 30 + i / 10, date(2024, 1 + i % 12, 1)) for i in range(60))
    again = seconds(lambda: predictor.identify(embedding, next(pins)), 50)
    first = seconds(lambda: predictor.identify(photo, CHICAGO), 9)
    return Row(f"new pin and date on a photo of {width} x {height} / first answer", again, first, 1 / 20)


def second_species(predictor: Predictor) -> Row:
    firsts, seconds_ = [], []
    for _ in range(3):
        atlas = Atlas(predictor)
        firsts.append(seconds(lambda: atlas.species_map(predictor.species[0], JULY), 1))  # noqa: B023
        seconds_.append(seconds(lambda: atlas.species_map(predictor.species[1], JULY), 1))  # noqa: B023
    return Row("second species map on the same date / first", median(seconds_), median(firsts), 1 / 10)


def cold_map(predictor: Predictor) -> Row:
    def forget() -> None:
        basemap.land.cache_clear()
        grids._land.cache_clear()

    ours = seconds(lambda: Atlas(predictor).species_map(predictor.species[0], JULY), 3, before=forget)
    alternative = seconds(lambda: column_by_column(predictor, 0), 1)
    what = f"North America at 0.25 degrees, cold / {WORLD_COLUMNS} columns of {WORLD_ROWS} of the world"
    return Row(what, ours, alternative, 1 / 10)


@torch.inference_mode()
def column_by_column(predictor: Predictor, species: int) -> np.ndarray:
    """One species over the whole world: for each longitude, encode all latitudes, run the model,
    keep the class."""
    world = np.empty((WORLD_ROWS, WORLD_COLUMNS), np.float32)
    latitudes = torch.linspace(90, -90, WORLD_ROWS)
    season = torch.full_like(latitudes, CHICAGO.year_fraction)
    temperature = predictor.config.calibration.get("meta", 1.0)
    for column, longitude in enumerate(torch.linspace(-180, 180, WORLD_COLUMNS)):
        places = torch.stack([longitude.expand_as(latitudes), latitudes, season], dim=1).to(predictor.device)
        logits = predictor.model(None, predictor.model.encode_meta(places))
        world[:, column] = (logits / temperature).softmax(dim=1)[:, species].cpu()
    return world


def first_command(model: Path) -> str:
    """The first answer of the command line: how long it takes, and whether it imports transformers."""
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder) / "bird.jpg"
        photo.write_bytes(photo_file(1600, 1200))
        command = ["-m", "crossclip", "identify", str(photo), "--model", str(model)]
        command += ["--latitude", "41.9", "--longitude", "-87.6", "--date", "2024-07-01"]

        def run(*options: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run([sys.executable, *options, *command], cwd=ROOT, capture_output=True, text=True)

        wall = seconds(run, 3)
        done = run("-X", "importtime")
    if done.returncode:
        return f"first answer of the command line: failed: {done.stderr.strip().splitlines()[-1]}"
    modules = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines()]
    imported = [module for module in modules if module.startswith("transformers")]
    verdict = f"NOT MET: {len(imported)} modules of transformers imported" if imported else "met: no transformers"
    return f"first answer of the command line, from start to finish: {wall:.2f} s; {verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default=str(ROOT / "assets" / "demo"), help="model folder (default: the demo model)")
    model = Path(parser.parse_args().model).resolve()
    predictor = Predictor.from_pretrained(model)
    predictor.identify(photo_file(400, 300), CHICAGO)  # warm up
    predictor.embed_sightings(sighting_tensor([CHICAGO] * 1000))
    print(f"{len(predictor.species)} species, {torch.get_num_threads()} threads, {predictor.device}\n")
    print(f"{'ours / keeping nothing':<66}{'ours, ms':>10}{'other, ms':>13}{'ratio':>9}{'target':>9}")
    for measure in (
        lambda: new_pin(predictor, 1600, 1200),
        lambda: new_pin(predictor, 500, 375),
        lambda: second_species(predictor),
        lambda: cold_map(predictor),
    ):
        print(measure(), flush=True)
    print(f"\n{first_command(model)}")


if __name__ == "__main__":
    main()
