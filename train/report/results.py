"""From the test answers of all trained systems to the table of results.

    python -m train.report --runs runs/benchmark --ablation runs/ablation --output assets/results \\
        --dataset "CUB-200-2011, 71 species"

`--runs` holds `SYSTEM/SEED/test.safetensors` with the names of `PAPER_TABLE`, `--ablation` the same for variants of
ours, under names of any kind; `train.report.answers` describes the file. Writes results.json, ablation.json and
results.md.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from crossclip.files import whole_file
from train.command.help import HelpFormatter
from train.probabilities import class_recall
from train.report import metrics
from train.report.answers import BRANCH_LABELS, FUSED, Answers, AnswersError
from train.report.exchange import exchanged, together
from train.report.markdown import markdown
from train.report.runs import Runs, heading, read_runs, system_folders
from train.report.spread import spread

OURS, GEO_PRIOR = "ours", "geoprior"
CLAIM_NOTE = "claimed by the paper on NABirds, not measured by us"
RESULTS_FILE, ABLATION_FILE, MARKDOWN_FILE = "results.json", "ablation.json", "results.md"


@dataclass(frozen=True)
class System:
    """A system of the paper's table.

    Attributes:
        branches: those that have a line of the table, the system's own first.
        claim: top-1 accuracy that the paper claims for it.
    """

    label: str
    branches: tuple[str, ...]
    claim: float | None = None


PAPER_TABLE = {
    "photo": System("photo classifier", ("photo",), 0.7661),
    "planes": System("photo + meta as input planes", (FUSED,), 0.7756),
    "supcon": System("photo + supervised contrastive pre-training", ("photo",), 0.7984),
    "clip": System("photo-text, two losses", ("photo",), 0.8166),
    GEO_PRIOR: System("photo classifier × geo prior", ("product",), 0.8150),
    "paper": System("the paper's recipe as printed", (FUSED,)),
    OURS: System("ours", (FUSED, "photo", "place+date", "product"), 0.8444),
}


def results(runs: Runs, systems: dict[str, System]) -> list[dict[str, Any]]:
    """A line for every branch of every system, those of the table (`main`) first.

    Each has its measures, label and claim, and, where ours was trained, how much better ours is.
    """
    lines = []
    for name, system in systems.items():
        trained, own = runs.systems[name][0].branches, system.branches[0]
        if missing := [branch for branch in system.branches if branch not in trained]:
            raise AnswersError(f"{runs.systems[name][0].path} lacks the branch {missing[0]}, which the table shows")
        for branch in dict.fromkeys((*system.branches, *trained)):
            line = {
                "label": system.label if branch == own else f"{system.label}, {BRANCH_LABELS[branch]}",
                "main": branch in system.branches,
                "claim": system.claim if branch == own else None,
                "system": name,
                "branch": branch,
                "seeds": [run.seed for run in runs.systems[name]],
                "seconds": spread([run.seconds for run in runs.systems[name]]),
            } | runs.measures(name, branch)
            if OURS in systems and (name, branch) != (OURS, FUSED):
                line["ours_better_by"] = runs.comparison((OURS, FUSED), (name, branch))
            lines.append(line)
    return sorted(lines, key=lambda line: not line["main"])


def with_and_without_place(trials: list[Answers]) -> dict[str, Any]:
    """What place and date change in ours, at species level: reliability, recall of each species, and pairs.

    Counts and recalls are means over the trials.
    """
    photo, together = (torch.cat([trial.probability[branch] for trial in trials]) for branch in ("photo", FUSED))
    labels = torch.cat([trial.labels for trial in trials])
    photo, species_labels, names = metrics.at_species_level(photo, labels, trials[0].categories)
    together, _, _ = metrics.at_species_level(together, labels, trials[0].categories)
    recall = [class_recall(probability, species_labels).tolist() for probability in (photo, together)]
    tested = species_labels.bincount(minlength=len(names)).tolist()
    seeds = len(trials)
    return {
        "reliability": {
            branch: [
                {"confidence": confidence, "accuracy": accuracy, "rows": count / seeds}
                for confidence, accuracy, count in zip(
                    *(column.tolist() for column in metrics.reliability(probability, species_labels)), strict=True
                )
                if count
            ]
            for branch, probability in (("photo", photo), (FUSED, together))
        },
        "recall": [
            {"species": name, "rows": count // seeds, "photo": before, FUSED: after}
            for name, count, before, after in zip(names, tested, *recall, strict=True)
            if count
        ],
        "pairs": [
            {
                "species": [names[pair.first], names[pair.second]],
                "rows": (tested[pair.first] + tested[pair.second]) // seeds,
                "gained": pair.gained / seeds,
                "lost": pair.lost / seeds,
            }
            for pair in metrics.pairs_told_apart(photo, together, species_labels)
        ],
    }


def write_report(runs_folder: Path, ablation_folder: Path | None, output: Path, dataset: str, command: str) -> None:
    """Write results.json, results.md and, with an ablation, ablation.json, each whole or not at all.

    Args:
        command: what makes the report, to be shown beside the figures.

    Raises:
        AnswersError: naming the folder or file that cannot be used.
    """
    folders = system_folders(runs_folder)
    if strangers := sorted(folders.keys() - PAPER_TABLE.keys()):
        raise AnswersError(f"{folders[strangers[0]]} is no system of the table: use {', '.join(PAPER_TABLE)}")
    runs = read_runs(folders)
    trained = {name: system for name, system in PAPER_TABLE.items() if name in folders}
    report = heading(runs, dataset, command) | {"claim_note": CLAIM_NOTE, "results": results(runs, trained)}
    for line in report["results"]:
        if len(line["seeds"]) > 1 and line["branch"] == trained[line["system"]].branches[0]:
            line["together"] = together(runs.answers(line["system"]), line["branch"])
    if OURS in folders:
        report |= with_and_without_place(answers := runs.answers(OURS))
        if GEO_PRIOR in folders:
            report["exchanged"] = exchanged({GEO_PRIOR: runs.answers(GEO_PRIOR), OURS: answers})
    ablation = None
    if ablation_folder is not None:
        # A variant is held against ours as trained beside it or, failing that, against ours of the table.
        variants = {name: folders[name] for name in (OURS,) if name in folders} | system_folders(ablation_folder)
        runs = read_runs(variants)
        ablation = heading(runs, dataset, command) | {
            "results": results(runs, {name: System(name, (FUSED,)) for name in variants})
        }
    output.mkdir(parents=True, exist_ok=True)
    _write(output / RESULTS_FILE, json.dumps(report, indent=1, allow_nan=False) + "\n")
    if ablation is not None:
        _write(output / ABLATION_FILE, json.dumps(ablation, indent=1, allow_nan=False) + "\n")
    _write(output / MARKDOWN_FILE, markdown(report, ablation))


def _write(path: Path, text: str) -> None:
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=HelpFormatter)
    parser.add_argument("--runs", type=Path, required=True, help="folder of SYSTEM/SEED/test.safetensors")
    parser.add_argument("--ablation", type=Path, help="folder of VARIANT/SEED/test.safetensors")
    parser.add_argument("--output", type=Path, required=True, help="folder that the report is written to")
    parser.add_argument("--dataset", required=True, help="name or one line of description, shown with the figures")
    options = parser.parse_args()
    command = shlex.join(["python", "-m", "train.report", *sys.argv[1:]])
    write_report(options.runs, options.ablation, options.output, options.dataset, command)
    print((options.output / MARKDOWN_FILE).read_text(encoding="utf-8"))
