"""Photos a second that reach the network in training: `python tests/benchmarks/input_speed.py`.

Ours, random crops in bytes that are finished where the network runs, beside a plain `ImageFolder` and `DataLoader` with
the same augmentation and as many processes; then the network alone and both together, and what bounds them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader
from torchvision import models
from torchvision.datasets import ImageFolder

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crossclip.model import CrossClipConfig  # noqa: E402
from tests.benchmarks.many_photos import photographed  # noqa: E402
from train.batches.crops import Crops  # noqa: E402
from train.batches.photos import training_transform  # noqa: E402
from train.batches.settings import BatchSettings  # noqa: E402
from train.batches.steps import step_batches  # noqa: E402
from train.tables.rows import Rows  # noqa: E402

GOAL = 1.5
BATCH = 32
CONFIG = CrossClipConfig(species=("a",), scientific_names=("",))


def ours(photos: list[Path], workers: int, device: torch.device) -> Iterator[Tensor]:
    count = len(photos)
    nowhere, nobody = torch.full((count, 3), torch.nan), torch.full((count,), -1)
    known = torch.zeros(count, dtype=torch.bool)
    rows = Rows(np.array([str(p) for p in photos]), torch.zeros(count, dtype=torch.long), nowhere, 1, known, nobody)
    settings = BatchSettings(1, BATCH, shuffled=True)
    for batch in step_batches(rows, Crops(rows, CONFIG), settings, 0, count // BATCH, workers)(0):
        yield batch.to(device).photos


def plain(photos: list[Path], workers: int, device: torch.device) -> Iterator[Tensor]:
    folder = ImageFolder(str(photos[0].parents[1]), training_transform(CONFIG))
    for pixels, _ in DataLoader(folder, BATCH, shuffle=True, num_workers=workers, pin_memory=device.type == "cuda"):
        yield pixels.to(device, non_blocking=True)


def rate(batches: Iterator[Tensor], use: Callable[[Tensor], object] = lambda _: None) -> float:
    """Photos a second from the second batch on: starting the processes does not count."""
    use(next(batches))
    begun, count = time.perf_counter(), 0
    for pixels in batches:
        use(pixels)
        count += len(pixels)
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return count / (time.perf_counter() - begun)


def step_of(network: nn.Module) -> Callable[[Tensor], None]:
    def step(pixels: Tensor) -> None:
        network(pixels.contiguous(memory_format=torch.channels_last)).mean().backward()

    return step


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=512)
    parser.add_argument("--size", type=int, nargs=2, default=(1024, 768))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--network", default="", help="torchvision network to feed as well, as resnet50")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    device = torch.device(options.device)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bird").mkdir()
        photos = photographed(Path(folder) / "bird", options.photos, tuple(options.size))
        for _ in range(options.rounds):
            left, right = (rate(way(photos, options.workers, device)) for way in (ours, plain))
            said = f"ours {left:.1f}, plain {right:.1f} photos a second: {left / right:.2f} (goal {GOAL})"
            print("input alone:", said, flush=True)
        if options.network:
            network = models.get_model(options.network).to(device, memory_format=torch.channels_last)
            step, pixels = step_of(network), torch.zeros(BATCH, 3, CONFIG.photo_size, CONFIG.photo_size, device=device)
            alone = rate(iter([pixels] * 4), step)
            both = rate(ours(photos[: 6 * BATCH], options.workers, device), step)
            bound = "the network" if alone < left else "the input"
            print(f"{options.network} alone {alone:.1f}, with our input {both:.1f}: {bound} bounds it")


if __name__ == "__main__":
    main()
