"""The paper's table: train what is missing, resume what was begun, measure all, write the table.

    python -m train.table --table birds.csv --output runs/table --systems all --seeds 3
    python -m train.table train/small_benchmark.yaml --table cub.csv --photo-weights w.safetensors --output runs/small

The table, as JSON and Markdown, goes to `<output>/report`. With several `--tune` factors, each system
tries its learning rates times each of them with the first seed, and keeps what is best on validation.

Several processes, on one machine or more with one folder, share the trials: torchrun --nproc_per_node 4 -m train.table
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import torch

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.streams.shares import Share
from train.command.command import exit_cleanly, keep, parse, refuse_changed
from train.command.output import make_folder
from train.command.processes import work_alone
from train.probabilities import top_k_accuracy
from train.report import results as report
from train.report.answers import ANSWERS_FILE, Answers
from train.systems.ablations import variants
from train.systems.classifier_system import classifier_system
from train.systems.crossclip_system import clip, ours, paper
from train.systems.experiment import Answerer, Experiment, Trial
from train.systems.geoprior import geoprior
from train.systems.parted import LEADERS, parted, wait_for
from train.systems.settings import ExperimentSettings

SYSTEMS: dict[str, Callable[[Trial], Answerer]] = {
    "photo": classifier_system,
    "planes": partial(classifier_system, planes=True),
    "supcon": partial(classifier_system, contrast=True),
    "clip": clip,
    "geoprior": partial(geoprior, photo=classifier_system),
    "paper": paper,
    "ours": ours,
}
"""Each trains what is missing of a trial and then answers for the photos of any split, by what it is told:
`train.report.results.PAPER_TABLE` says which row of the paper each is."""


@dataclass(frozen=True)
class TableOptions:
    """What of the table to make now."""

    systems: list[str] = field(
        default_factory=lambda: ["all"], metadata={"help": f"all six of the paper, and of {', '.join(SYSTEMS)}"}
    )
    seeds: int = field(default=3, metadata={"help": "trials of each system, and of each variant"})
    tune: list[float] = field(default_factory=lambda: [1.0], metadata={"help": "factors on the learning rates to try"})
    ablation: list[str] = field(default_factory=list, metadata={"help": "variants of ours to train as well, or all"})
    description: str = field(default="", metadata={"help": "one line on the dataset, for the report"})

    def __post_init__(self) -> None:
        if self.seeds < 0 or not all(factor > 0 for factor in self.tune):
            raise CrossClipError("seeds cannot be below 0, and the factors to tune must be above 0")

    def chosen(self, asked: list[str], known: list[str], kind: str) -> list[str]:
        if unknown := [name for name in asked if name not in (*known, "all")]:
            raise CrossClipError(f"there is no {kind} {unknown[0]!r}: use all, or of {', '.join(known)}")
        wanted = {*asked, *(name for name in known if "all" in asked and name != "paper")}
        return [name for name in known if name in wanted]


def answers_file(folder: Path, seed: int, name: str) -> Path:
    return folder / name / str(seed) / ANSWERS_FILE


def run_trial(trial: Trial, system: Callable[[Trial], Answerer], path: Path) -> None:
    """Train and answer for the test split, unless its file is there."""
    if path.exists():
        return
    answers = system(trial)("test")
    rows = trial.experiment.photo_rows["test"]
    path.parent.mkdir(parents=True, exist_ok=True)
    Answers(
        trial.experiment.species,
        rows.labels,
        torch.arange(len(rows)),
        rows.photo_numbers,
        rows.simulated,
        answers,
        trial.stages.seconds,
    ).write(path)


def tuned_scores(output: Path, name: str) -> dict[str, float]:
    """Of a system, how it did on validation by the factor on its learning rates, as far as that was tried."""
    path = output / "tuned" / f"{name}.json"
    scores: dict[str, float] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return scores


def tune(experiment: Experiment, name: str, factors: list[float], rates: dict[str, float]) -> None:
    """Try those factors on a system's learning rates that were not tried yet, with the first seed."""
    output = Path(experiment.settings.output)
    scores, labels = tuned_scores(output, name), experiment.photo_rows["validation"].labels
    for factor in factors:
        if str(factor) not in scores:
            answer = SYSTEMS[name](Trial(experiment, name, 0, rates | {name: factor}))("validation")
            scores[str(factor)] = top_k_accuracy(answer[report.PAPER_TABLE[name].branches[0]], labels)
            make_folder(output / "tuned")
            with whole_file(output / "tuned" / f"{name}.json") as draft:
                draft.write_text(json.dumps(scores, indent=2) + "\n", encoding="utf-8")
            print(f"{name}: learning rates x {factor:g}: {scores[str(factor)]:.4f} on validation", flush=True)


def tuned_rates(
    experiment: Experiment, systems: list[str], factors: list[float], share: Share = Share()
) -> dict[str, float]:
    """For each system the factor on its learning rates that is best on validation, with the first seed."""
    if len(factors) == 1:
        return dict.fromkeys(systems, factors[0])
    output, wanted = Path(experiment.settings.output), {str(factor) for factor in factors}

    def best(name: str) -> float:
        scores = tuned_scores(output, name)
        return max(factors, key=lambda factor: scores[str(factor)])

    rates: dict[str, float] = {}
    for _, name in parted(share, systems):
        tune(experiment, name, factors, rates)
        rates[name] = best(name)
    wait_for(systems, lambda name: wanted <= tuned_scores(output, name).keys())
    return {name: best(name) for name in systems}


def main() -> None:
    settings, options = parse(__doc__, ExperimentSettings, TableOptions)
    systems = options.chosen(options.systems, list(SYSTEMS), "system")
    output = Path(settings.output)
    make_folder(output)
    if any((output / made).is_dir() for made in ("trained", "tuned", "answers", "ablation")):
        refuse_changed(output / "table.yaml", settings)
    experiment = Experiment.of(settings)
    share = work_alone(experiment.settings.device)
    recipes = variants(settings)
    ablation = options.chosen(options.ablation, list(recipes), "variant")
    if share.writes:
        keep(output / "table.yaml", settings)
    # Variants learn at the rates of ours.
    needed = {*systems} | {LEADERS[name] for name in systems if name in LEADERS} | ({"ours"} if ablation else set())
    rates = tuned_rates(experiment, [name for name in SYSTEMS if name in needed], options.tune, share)
    trained: dict[str, Callable[[Trial], Answerer]] = {name: SYSTEMS[name] for name in systems}
    trained |= {name: partial(ours, recipe=recipes[name]) for name in ablation}
    folders = {name: output / ("ablation" if name in recipes else "answers") for name in trained}
    seeds = range(options.seeds)
    for seed, name in parted(share, [*trained], seeds):
        trial = Trial(experiment, name, seed, {name: rates["ours"]} if name in recipes else rates)
        run_trial(trial, trained[name], answers_file(folders[name], seed, name))
    if not share.writes:
        return
    wait_for([answers_file(folders[name], seed, name) for seed in seeds for name in trained], Path.exists)
    report.write_report(
        output / "answers",
        output / "ablation" if (output / "ablation").is_dir() else None,
        output / "report",
        options.description or Path(settings.dataset).name,
        "python -m train.table",
    )


if __name__ == "__main__":
    exit_cleanly(main)
