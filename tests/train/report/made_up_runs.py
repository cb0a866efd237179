"""Test answers of systems that were never trained, to try reports on."""

from pathlib import Path

import torch

from train.report.answers import ANSWERS_FILE, Answers
from train.report.results import write_report

CATEGORIES = (
    "American Crow",
    "Fish Crow",
    "Carolina Chickadee",
    "Black-capped Chickadee",
    "Blue Jay",
    "Northern Cardinal (Adult Male)",
    "Northern Cardinal (Female/Juvenile)",
)
PHOTOS, PLACES = 280, 2
SKILL = {  # how far the right category stands out, by what a system was told
    "photo": {"photo": 2.6},
    "planes": {"photo": 2.5, "photo+place+date": 2.9},
    "supcon": {"photo": 2.8},
    "clip": {"photo": 2.9},
    "geoprior": {"photo": 2.6, "place+date": 1.0, "product": 3.2},
    "ours": {
        "photo": 2.9,
        "photo+place": 3.6,
        "photo+date": 3.0,
        "photo+place+date": 3.9,
        "place+date": 1.2,
        "product": 3.5,
    },
}


def made_up_answers(
    skill: dict[str, float], seed: int, categories: tuple[str, ...] = CATEGORIES, simulated: float = 1.0
) -> Answers:
    """Answers to the same rows, whatever the seed: every photo is asked about at two places."""
    photo = torch.arange(PHOTOS).repeat_interleave(PLACES)
    labels = photo % len(categories)
    draw = torch.Generator().manual_seed(seed)
    noise = torch.randn(PHOTOS, len(categories), generator=draw)[photo]
    right = torch.nn.functional.one_hot(labels, len(categories))
    probability = {branch: (1.5 * (noise + gain * right)).softmax(dim=1) for branch, gain in skill.items()}
    rows = torch.arange(len(labels))
    return Answers(categories, labels, rows, photo, rows < simulated * len(rows), probability, seconds=60.0 + seed)


def write_runs(folder: Path, systems: dict[str, dict[str, float]] = SKILL, seeds: int = 3, **changes) -> Path:
    """Write `folder/SYSTEM/SEED/test.safetensors` for each system and seed."""
    for number, (system, skill) in enumerate(systems.items()):
        for seed in range(seeds):
            path = folder / system / str(seed) / ANSWERS_FILE
            path.parent.mkdir(parents=True)
            made_up_answers(skill, 100 * number + seed, **changes).write(path)
    return folder


def write_results(folder: Path, **changes) -> Path:
    """Write the report of made-up runs, ablation and all, to `folder/results`."""
    runs = write_runs(folder / "runs", **changes)
    weaker = SKILL["ours"] | {"photo+place+date": 3.5}
    ablation = write_runs(folder / "ablation", {"without photo-text": weaker}, **changes)
    write_report(runs, ablation, folder / "results", "made-up answers", "the command")
    return folder / "results"


NAMES = ("Blue Jay", "Crow (Adult)", "Crow (Immature)")


LABELS = torch.tensor([0, 0, 1, 2])


def guesses(*classes: int) -> torch.Tensor:
    """(N, 3) probabilities that put 0.8 on the given class of each row."""
    return torch.full((len(classes), 3), 0.1) + 0.7 * torch.eye(3)[list(classes)]


def answers(**branches: torch.Tensor) -> Answers:
    """Four rows, of two photos and two more; the first three rows have simulated places."""
    simulated = torch.tensor([True, True, True, False])
    return Answers(NAMES, LABELS, torch.arange(4), torch.tensor([0, 0, 1, 2]), simulated, branches, 12.5)


def write(folder, system: str, seed: int | str, content: Answers):
    path = folder / system / str(seed) / ANSWERS_FILE
    path.parent.mkdir(parents=True)
    content.write(path)
    return path


def fused(photo: torch.Tensor, together: torch.Tensor) -> Answers:
    return answers(**{"photo": photo, "photo+place+date": together, "place+date": photo, "product": photo})
