"""A report as a page of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

PAIRS = 10
LEVEL_NAMES = {"category": "", "species": "species "}


def markdown(report: dict[str, Any], ablation: dict[str, Any] | None = None) -> str:
    """The page of a report as `train.report` or `train.evaluate` makes it, with its ablation where there is one."""
    main = [line for line in report["results"] if line["main"]]
    others = [line for line in report["results"] if not line["main"]]
    parts = ["# Results", *_statement(report), _table(main, report), _notes(report)]
    if others:
        parts += ["## Told more or less", _table(others, report)]
    if pairs := report.get("pairs", [])[:PAIRS]:
        cells = [[" / ".join(p["species"]), str(p["rows"]), f"{p['gained']:.1f}", f"{p['lost']:.1f}"] for p in pairs]
        parts += [
            "## Pairs that place tells apart",
            "Test rows of either species that ours takes for the other by the photo alone and names rightly with place "
            "and date (gained), and the reverse (lost); means over the seeds.",
            table(["pair", "rows", "gained", "lost"], cells),
        ]
    if cells := [[line["photo"], line["place"], percent(line["top1"])] for line in report.get("exchanged", [])]:
        parts += [
            "## Branches exchanged",
            "Top-1 of the plain product when the photo branch is of one system and the place branch of another.",
            table(["photo branch of", "place branch of", "top-1 %"], cells),
        ]
    if averaged := [line for line in main if "together" in line]:
        cells = [
            [line["label"], percent(line["category"]["top1"]), f"{100 * line['together']:.2f}"] for line in averaged
        ]
        parts += [
            "## Chance in training",
            "Top-1 of the seeds one by one, and of all seeds of a system answering as one (the geometric mean of their "
            "probabilities), which takes as many networks.",
            table(["system", "one seed %", "seeds together %"], cells),
        ]
    if ablation is not None:
        lines = [line for line in ablation["results"] if line["main"]]
        parts += ["## Ablation", *_statement(ablation), _table(lines, ablation)]
    return "\n\n".join(parts) + "\n"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, the others to the right."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(measure: dict[str, Any]) -> str:
    """Mean and standard deviation over seeds in percent, or the mean alone where there is one seed."""
    return _spread(measure, 100, 2)


def _spread(measure: dict[str, Any], scale: float, digits: int) -> str:
    mean = f"{scale * measure['mean']:.{digits}f}"
    return mean if measure["sd"] is None else f"{mean} ± {scale * measure['sd']:.{digits}f}"


def levels(report: dict[str, Any]) -> list[str]:
    """The levels that differ: categories alone where every category is a species."""
    return ["category"] if report["categories"] == report["species"] else ["category", "species"]


def _statement(report: dict[str, Any]) -> list[str]:
    counted = f"{report['rows']:,} test rows on {report['photos']:,} photos, {report['categories']} categories"
    if report["categories"] != report["species"]:
        counted += f" of {report['species']} species"
    return [f"{report['dataset']}: {counted}. Made by `{report['command']}`.", f"**{report['simulated']['note']}**"]


def _notes(report: dict[str, Any]) -> str:
    notes = "The 95 % interval is a bootstrap over test photos. Recall is the mean over classes."
    if any(len(line.get("seeds", [])) > 1 for line in report["results"]):
        notes += (
            " Percentages and calibration error are mean ± sample standard deviation over the seeds, whose mean the "
            "interval is of. SD: standard deviation of one run, pooled over the two systems compared."
        )
    if "claim_note" in report:
        notes += f" The last column is {report['claim_note']}: another dataset, another photo encoder."
    return notes


def _table(lines: Sequence[dict[str, Any]], report: dict[str, Any]) -> str:
    """The table of some lines; seeds, comparisons and claims have columns where there are any."""
    shown = levels(report)
    columns: list[tuple[str, Callable[[dict[str, Any]], str]]] = [("system", lambda line: line["label"])]
    if any("seeds" in line for line in lines):
        columns.append(("seeds", lambda line: str(len(line["seeds"]))))
    for level in shown:
        columns += _measures(level)
    if any("ours_better_by" in line for line in lines):
        columns.append(("ours better by", lambda line: _better(line.get("ours_better_by"))))
    if any(line["claim"] is not None for line in lines):
        columns.append((f"top-1 % {report['claim_note']}", lambda line: _claim(line["claim"])))
    return table([head for head, _ in columns], [[cell(line) for _, cell in columns] for line in lines])


def _measures(level: str) -> list[tuple[str, Callable[[dict[str, Any]], str]]]:
    name = LEVEL_NAMES[level]
    return [
        (f"{name}top-1 %", lambda line: percent(line[level]["top1"])),
        ("95 % interval", lambda line: " to ".join(f"{100 * end:.1f}" for end in line[level]["top1"]["interval"])),
        (f"{name}top-5 %", lambda line: percent(line[level]["top5"])),
        (f"{name}recall %", lambda line: percent(line[level]["class_recall"])),
        (f"{name}calibration error", lambda line: _spread(line[level]["ece"], 1, 3)),
    ]


def _claim(claim: float | None) -> str:
    return "" if claim is None else f"{100 * claim:.2f}"


def _better(comparison: dict[str, Any] | None) -> str:
    if comparison is None:
        return ""
    words = [f"{100 * comparison['difference']:+.2f} points"]
    if comparison["standard_deviations"] is not None:
        words.append(f"{comparison['standard_deviations']:+.1f} SD")
    if comparison["error_reduction"] is not None:
        words.append(f"{-100 * comparison['error_reduction']:+.0f} % errors")
    return ", ".join(words)
