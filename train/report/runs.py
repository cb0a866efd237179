"""Trained systems measured: every seed of each, their spread, and how two of them compare."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from train.probabilities import hits
from train.report import metrics
from train.report.answers import ANSWERS_FILE, ROW_TENSORS, Answers, AnswersError, simulated_note
from train.report.spread import bootstrap_interval, pooled_deviation, spread

LEVELS = ("category", "species")


@dataclass(frozen=True)
class Measured:
    """One branch of one trained system, by level: `metrics.classification`, and the (N,) hits behind its top-1."""

    figures: dict[str, dict[str, float]]
    hits: dict[str, Tensor]

    @classmethod
    def of(cls, probability: Tensor, labels: Tensor, categories: Sequence[str]) -> Measured:
        species, species_labels, _ = metrics.at_species_level(probability, labels, categories)
        pairs = {"category": (probability, labels), "species": (species, species_labels)}
        return cls(
            {level: metrics.classification(*pair) for level, pair in pairs.items()},
            {level: hits(*pair) for level, pair in pairs.items()},
        )


@dataclass(frozen=True)
class Run:
    """One seed of a system, measured branch by branch."""

    seed: int
    path: Path
    seconds: float
    branches: dict[str, Measured]


@dataclass(frozen=True)
class Runs:
    """All runs by system, in the order of their seeds; `rows` are the answers' rows, without probabilities."""

    rows: Answers
    systems: dict[str, list[Run]]

    def answers(self, system: str) -> list[Answers]:
        """Of each seed, read again: probabilities are not kept."""
        return [Answers.read(run.path) for run in self.systems[system]]

    def measures(self, system: str, branch: str) -> dict[str, dict[str, dict[str, Any]]]:
        """By level and measure, the spread over seeds; that of top-1 with its bootstrap interval."""
        measures = {}
        for level in LEVELS:
            figures = [run.branches[branch].figures[level] for run in self.systems[system]]
            measures[level] = {name: spread([one[name] for one in figures]) for name in figures[0]}
            measures[level]["top1"]["interval"] = self._interval(self._hits(system, branch, level))
        return measures

    def comparison(self, ours: tuple[str, str], other: tuple[str, str]) -> dict[str, Any]:
        """What one system and branch is better by than another in top-1 of categories.

        Returns:
            difference of the means, its bootstrap interval (the same photos drawn for both), the
            difference in standard deviations (of one run, pooled over both systems; None where they
            have no spread), and error_reduction, relative (None where the other makes no error).
        """
        mine, theirs = self._top1(*ours), self._top1(*other)
        difference = statistics.fmean(mine) - statistics.fmean(theirs)
        deviation = pooled_deviation(mine, theirs)
        error = 1 - statistics.fmean(theirs)
        return {
            "difference": difference,
            "interval": self._interval(self._hits(*ours, "category") - self._hits(*other, "category")),
            "standard_deviations": difference / deviation if deviation else None,
            "error_reduction": difference / error if error else None,
        }

    def _top1(self, system: str, branch: str) -> list[float]:
        return [run.branches[branch].figures["category"]["top1"] for run in self.systems[system]]

    def _hits(self, system: str, branch: str, level: str) -> Tensor:
        """(N,) share of the seeds that have a row right."""
        return torch.stack([run.branches[branch].hits[level] for run in self.systems[system]]).mean(dim=0)

    def _interval(self, values: Tensor) -> list[float]:
        return list(bootstrap_interval(values, self.rows.photo))


def system_folders(folder: Path) -> dict[str, Path]:
    """The folders of trained systems, by their names, which hold SEED/test.safetensors.

    Raises:
        AnswersError: if there is none.
    """
    found = {path.parent.parent.name: path.parent.parent for path in sorted(folder.glob(f"*/*/{ANSWERS_FILE}"))}
    if not found:
        raise AnswersError(f"{folder} holds no test answers: it needs SYSTEM/SEED/{ANSWERS_FILE}")
    return found


def read_runs(folders: Mapping[str, Path]) -> Runs:
    """Read and measure all seeds of all systems, one file at a time.

    Raises:
        AnswersError: naming the first file that cannot be used, or that answers other rows than the first.
    """
    rows: Answers | None = None
    systems: dict[str, list[Run]] = {}
    for system, folder in folders.items():
        for seed, path in sorted((_seed(path), path) for path in folder.glob(f"*/{ANSWERS_FILE}")):
            answers = Answers.read(path)
            rows = rows or dataclasses.replace(answers, probability={})
            same = all(torch.equal(getattr(answers, name), getattr(rows, name)) for name in ROW_TENSORS)
            if not same or answers.categories != rows.categories:
                raise AnswersError(f"{path} answers other test rows than the files before it: use one table for all")
            run = run_of(answers, seed, path)
            systems.setdefault(system, []).append(run)
            if run.branches.keys() != systems[system][0].branches.keys():
                raise AnswersError(f"{path} has other branches than {systems[system][0].path}")
    if rows is None:
        raise AnswersError("there are no test answers to read")
    return Runs(rows, systems)


def run_of(answers: Answers, seed: int = 0, path: Path = Path()) -> Run:
    """Measure every branch of one file of answers."""
    branches = {
        branch: Measured.of(probability, answers.labels, answers.categories)
        for branch, probability in answers.probability.items()
    }
    return Run(seed, path, answers.seconds, branches)


def heading(runs: Runs, dataset: str, command: str) -> dict[str, Any]:
    """What all figures of a report are about."""
    rows = runs.rows
    simulated = int(rows.simulated.sum())
    return {
        "dataset": dataset,
        "command": command,
        "rows": len(rows.labels),
        "photos": len(rows.photo.unique()),
        "categories": len(rows.categories),
        "species": len({metrics.species_of(category) for category in rows.categories}),
        "simulated": {"rows": simulated, "note": simulated_note(simulated, len(rows.labels))},
    }


def _seed(path: Path) -> int:
    try:
        return int(path.parent.name)
    except ValueError:
        raise AnswersError(f"{path} is not in a folder named for its seed, such as 0") from None
