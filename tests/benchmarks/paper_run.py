"""What the paper's run takes: `python tests/benchmarks/paper_run.py [--device cuda]`.

ResNet-50 and DistilBERT of full size, random weights, 224 pixels a side, six terms: seconds a step, photos a second and
the most memory held, for the paper's batch, for the same in bf16, and for a batch of 256 by gradient caching, each in a
process of its own. From them the hours of the paper's run, 200 epochs of NABirds, on this device; and, as its
arithmetic is counted, on a GPU that sustains as many trillion operations a second as `--sustained` says.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import torch
from torch.utils.flop_counter import FlopCounterMode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.train_speed import SPECIES, Options, fresh_model, made_up_batch, seconds_a_step  # noqa: E402
from train.pretrain import Pretraining  # noqa: E402
from train.settings import PretrainSettings  # noqa: E402

PHOTOS = 22_819
"""Of NABirds that train, where two of each category validate."""
EPOCHS = 200
PAPERS = Options("cpu", 16, 2, 0, 555, "no", 0, False, 1)


def measured(options: Options) -> tuple[float, float]:
    """Seconds a step, and GB held at most."""
    logging.getLogger("torch").setLevel(logging.ERROR)
    model = fresh_model(SPECIES[: options.species]).to(options.device)
    gpu = options.device == "cuda"
    # What a processor spends, shared by its threads: another program on it would make the time on a clock longer.
    clock = time.perf_counter if gpu else lambda: time.process_time() / torch.get_num_threads()
    times, _ = seconds_a_step(model, made_up_batch(options), options, clock=clock)
    if gpu:
        return median(times), torch.cuda.max_memory_allocated() / 1e9
    return median(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def operations(options: Options) -> float:
    """Floating-point operations a photo of a step, forth and back: as many in a step of few photos, with as many
    captions for each."""
    options = replace(options, classes=2)
    model, batch = fresh_model(SPECIES[: options.species]), made_up_batch(options)
    objective = Pretraining(model, torch.ones(options.species, dtype=torch.bool), PretrainSettings()).train()
    counter = FlopCounterMode(display=False)
    with counter:
        objective(batch).loss.backward()
    return counter.get_total_flops() / options.photos


def main() -> None:
    gpu = torch.cuda.is_available()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cuda" if gpu else "cpu")
    parser.add_argument("--steps", type=int, default=1, help="timed of each kind, after one that warms up")
    parser.add_argument("--sustained", type=float, nargs="+", default=[15, 60, 120], help="10^12 operations a second")
    asked = parser.parse_args()
    papers = replace(PAPERS, device=asked.device, steps=asked.steps)
    kinds = {
        "32 photos": papers,
        "256 photos, 32 at a time": (cached := replace(papers, classes=128, chunk=32)),
        "32 photos, bf16": replace(papers, precision="bf16"),
    }
    if asked.device == "cuda":  # a processor without such arithmetic takes minutes a step
        kinds["256 photos, 32 at a time, bf16"] = replace(cached, precision="bf16")
    where = torch.cuda.get_device_name() if asked.device == "cuda" else f"{torch.get_num_threads()} threads of a CPU"
    print(f"torch {torch.__version__}, {where}\n{'batch':<32}{'s a step':>10}{'photos/s':>10}{'GB':>7}{'hours':>9}")
    spawn = multiprocessing.get_context("spawn")
    for name, options in kinds.items():
        with spawn.Pool(1) as alone:
            seconds, held = alone.apply(measured, (options,))
        hours = EPOCHS * PHOTOS / options.photos * seconds / 3600
        print(f"{name:<32}{seconds:>10.2f}{options.photos / seconds:>10.1f}{held:>7.2f}{hours:>9,.1f}", flush=True)
    each = operations(papers)
    print(
        f"{each / 1e9:.1f} billion operations a photo, {EPOCHS * PHOTOS * each / 1e18:.2f} x 10^18 in {EPOCHS} epochs:"
    )
    for rate in asked.sustained:
        hours = EPOCHS * PHOTOS * each / (rate * 1e12) / 3600
        print(f"{hours:.1f} hours on a GPU that sustains {rate:g} x 10^12 a second, {4 / 3 * hours:.1f} with caching")


if __name__ == "__main__":
    main()
