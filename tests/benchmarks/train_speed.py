"""How fast pre-training steps: `python tests/benchmarks/train_speed.py [--device cuda] [--largest --chunk 256]`.

Our step, as `train.engine.loop` takes it, and that of the straightforward loop (every row's caption encoded,
no channels-last, no autocast) alternate in one run, with the same encoders, ResNet-50 and DistilBERT
from random weights, and the same batch; printed is how many times faster ours is. The batch has the shape
of the small benchmark's, photos and sightings without photos of 71 species; `--sightings 0` leaves photos
alone. Photos lie ready in memory: reading them is the workers' part, and the same for both.

`--largest` looks for the largest batch that fits a GPU with gradient caching (`--chunk`), and prints
photos a second and peak memory on the way.
"""

from __future__ import annotations

import argparse
import gc
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import torch
from torch.nn.utils import clip_grad_norm_
from torch.optim import AdamW

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crossclip.model import CrossClip  # noqa: E402
from crossclip.model.config import CrossClipConfig  # noqa: E402
from train.batches.batch import Batch  # noqa: E402
from train.engine.loop import train  # noqa: E402
from train.engine.settings import LoopSettings  # noqa: E402
from train.losses import LabelledEmbeddings, cross_contrastive_loss  # noqa: E402
from train.pretrain import Pretraining, optimizer_for, parameter_groups  # noqa: E402
from train.settings import PretrainSettings  # noqa: E402

GOAL = 1.5
PLACES = ["northern", "southern", "eastern", "western", "american", "european", "great", "little", "common", "marsh"]
COLOURS = ["red", "blue", "black", "white", "golden", "green", "grey", "brown", "yellow", "purple", "rusty", "pale"]
BIRDS = ["warbler", "sparrow", "finch", "gull", "duck"]
SPECIES = tuple(f"{place} {colour} {bird}" for place in PLACES for colour in COLOURS for bird in BIRDS)
WORDS = ["this", "is", "a", "photograph", "of", "bird", "called"]


@dataclass(frozen=True)
class Options:
    device: str
    classes: int
    photos_per_class: int
    sightings: int
    species: int
    precision: str
    chunk: int
    compile: bool
    steps: int

    @property
    def photos(self) -> int:
        return self.classes * self.photos_per_class


def fresh_model(species: tuple[str, ...]) -> CrossClip:
    """ResNet-50 and DistilBERT of full size, untrained; each word of a caption is one token."""
    from transformers import DistilBertConfig, DistilBertModel, DistilBertTokenizerFast

    with tempfile.TemporaryDirectory() as folder:
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        Path(folder, "vocab.txt").write_text("\n".join([*special, *WORDS, *PLACES, *COLOURS, *BIRDS]))
        tokenizer = DistilBertTokenizerFast.from_pretrained(folder)
    torch.manual_seed(0)
    model = CrossClip(CrossClipConfig(species=species, scientific_names=species))
    model.attach_text(DistilBertModel(DistilBertConfig()), tokenizer)
    return model


def made_up_batch(options: Options) -> Batch:
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(options.photos) // options.photos_per_class % options.species
    photos = torch.randn(options.photos, 3, 224, 224, generator=generator)
    return Batch(
        photos=photos.pin_memory() if options.device == "cuda" else photos,
        labels=labels,
        sightings=made_up_sightings(options.photos, generator),
        sighted=torch.ones(options.photos, dtype=torch.bool),
        other_labels=torch.randint(options.species, (options.sightings,), generator=generator),
        other_sightings=made_up_sightings(options.sightings, generator),
        other_photographers=torch.zeros(options.sightings, dtype=torch.long),
    )


def made_up_sightings(count: int, generator: torch.Generator) -> torch.Tensor:
    return torch.rand(count, 3, generator=generator) * torch.tensor([360, 180, 1]) - torch.tensor([180, 90, 0])


def straightforward_step(model: CrossClip, batch: Batch, settings: PretrainSettings) -> Callable[[], float]:
    """The loop as one writes it first."""
    device = model.log_scale.device
    optimizer = AdamW(parameter_groups(model, settings), weight_decay=settings.weight_decay)
    prompts = model.prompts(model.config.species)
    captions = [prompts[label] for label in torch.cat([batch.labels, batch.other_labels])]

    def step() -> float:
        labels, all_labels = batch.labels.to(device), torch.cat([batch.labels, batch.other_labels]).to(device)
        sightings = torch.cat([batch.sightings, batch.other_sightings]).to(device)
        modalities = {
            "photo": LabelledEmbeddings(model.encode_photo(batch.photos.to(device)), labels),
            "text": LabelledEmbeddings(model.encode_text(captions), all_labels),
            "meta": LabelledEmbeddings(model.encode_meta(sightings), all_labels),
        }
        loss = cross_contrastive_loss(modalities, model.temperature)
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(model.parameters(), LoopSettings.clip)
        optimizer.step()
        return loss.item()

    return step


def seconds_a_step(
    model: CrossClip,
    batch: Batch,
    options: Options,
    other: Callable | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> list[list[float]]:
    """Of each of our steps, and of each step of the other loop taken between; the first one warms up."""
    settings = PretrainSettings(chunk=options.chunk)
    times: list[list[float]] = [[], []]

    def timed(action: Callable[[], object] | None) -> Iterator[Batch]:
        """Time an action, or what happens while the batch that is handed out is used."""
        if options.device == "cuda":
            torch.cuda.synchronize()
        start = clock()
        if action is None:
            yield batch
        else:
            action()
        if options.device == "cuda":
            torch.cuda.synchronize()
        times[0 if action is None else 1].append(clock() - start)

    def batches(*_) -> Iterator[Batch]:
        while True:
            yield from timed(None)
            if other:
                yield from timed(other)

    # One more than are timed: the last ends when no batch is asked for any more.
    loop = LoopSettings(
        options.steps + 2, warmup=0, checkpoint_every=0, precision=options.precision, compile=options.compile
    )
    objective = Pretraining(model, torch.ones(options.species, dtype=torch.bool), settings).to(options.device).train()
    optimizer = optimizer_for(model, settings)
    with tempfile.TemporaryDirectory() as output:
        train("speed", objective, optimizer, batches, loop, Path(output), device=options.device)
    return [part[1:] for part in times]


def compare(options: Options) -> None:
    model, batch = fresh_model(SPECIES[: options.species]).to(options.device), made_up_batch(options)
    straightforward = straightforward_step(deepcopy(model).train(), batch, PretrainSettings())
    ours, theirs = map(median, seconds_a_step(model, batch, options, straightforward))
    ratio = theirs / ours
    print(f"{'':<18}{'s a step':>10}{'photos/s':>10}")
    print(f"{'ours':<18}{ours:>10.3f}{options.photos / ours:>10.1f}")
    print(f"{'straightforward':<18}{theirs:>10.3f}{options.photos / theirs:>10.1f}")
    print(f"ours is {ratio:.2f} times as fast (goal {GOAL}: {'met' if ratio >= GOAL else 'NOT MET'})")


def largest(options: Options, limit: int) -> None:
    """Double the batch until it does not fit, then halve the gap until it is an eighth of the batch."""
    start, fits, fails = fresh_model(SPECIES[: options.species]), 0, limit + 1
    classes = options.classes
    print(f"{'photos a batch':>14}{'photos/s':>10}{'peak memory, GiB':>18}")
    while classes * options.photos_per_class < fails:
        tried = replace(options, classes=classes)
        torch.cuda.reset_peak_memory_stats()
        try:
            times, _ = seconds_a_step(deepcopy(start).to(options.device), made_up_batch(tried), tried)
            fits = tried.photos
            memory = torch.cuda.max_memory_allocated() / 2**30
            print(f"{fits:>14}{fits / median(times):>10.1f}{memory:>18.1f}", flush=True)
        except torch.OutOfMemoryError:
            fails = tried.photos
            print(f"{fails:>14}  does not fit", flush=True)
        gc.collect()
        torch.cuda.empty_cache()
        if fails <= limit and fails - fits <= max(options.photos, fits // 8):
            break
        classes = (2 * fits if fails > limit else (fits + fails) // 2) // options.photos_per_class
    print(f"largest that fits: {fits}" + ("" if fails <= limit else f" or more: --limit is {limit}"))


def main() -> None:
    gpu = torch.cuda.is_available()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cuda" if gpu else "cpu")
    parser.add_argument("--classes", type=int, default=16)
    parser.add_argument("--photos-per-class", type=int, default=2)
    parser.add_argument("--sightings", type=int, default=256, help="rows without photo beside them")
    parser.add_argument("--species", type=int, default=71, choices=range(1, len(SPECIES) + 1), metavar="N")
    parser.add_argument("--precision", choices=("no", "bf16", "fp16"), help="default: bf16 on a GPU, else no")
    parser.add_argument("--chunk", type=int, default=0, help="photos encoded at a time; 0 for all")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--steps", type=int, default=10, help="timed of each kind, after one that warms up")
    parser.add_argument("--largest", action="store_true", help="find the largest batch that fits the GPU")
    parser.add_argument("--limit", type=int, default=16384, help="photos a batch that --largest stops at")
    asked = vars(parser.parse_args())
    search, limit = asked.pop("largest"), asked.pop("limit")
    options = Options(**asked | {"precision": asked["precision"] or ("bf16" if asked["device"] == "cuda" else "no")})
    if search and not (options.device == "cuda" and gpu):
        parser.error("--largest measures the memory of a GPU, and there is none here")
    logging.getLogger("torch").setLevel(logging.ERROR)
    device = torch.cuda.get_device_name() if options.device == "cuda" else f"{torch.get_num_threads()} threads"
    print(f"torch {torch.__version__}, {device}, {options}")
    if search:
        largest(options, limit)
    else:
        compare(options)


if __name__ == "__main__":
    main()
