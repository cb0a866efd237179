"""A report as a page of Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

PAIRS = 10
LEVEL_NAMES = {"category": "", "species": "species "}


def markdown(report: dict[str, Any], ablation: dict[str, Any] | None = None) -> str:
    """The page of a report as `train.report` makes it, with its ablation where there is one."""
    main = [line for line in report["results"] if line["main"]]
    others = [line for line in report["results"] if not line["main"]]
    parts = ["# Results", *_statement(report), _table(main, report, claims=True), _notes(report)]
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
    return (
        "Percentages and calibration error are mean ± sample standard deviation over the seeds. The 95 % interval is a "
        "bootstrap over test photos of the mean of the seeds. SD: standard deviation of one run, pooled over the two "
        f"systems compared. The last column is {report['claim_note']}: another dataset, another photo encoder."
    )


def _table(lines: Sequence[dict[str, Any]], report: dict[str, Any], claims: bool = False) -> str:
    heads = ["system", "seeds"]
    for level in levels(report):
        name = LEVEL_NAMES[level]
        heads += [f"{name}top-1 %", "95 % interval", f"{name}top-5 %", f"{name}recall %", f"{name}calibration error"]
    heads.append("ours better by")
    if claims:
        heads.append(f"top-1 % {report['claim_note']}")
    return table(heads, [_cells(line, levels(report), claims) for line in lines])


def _cells(line: dict[str, Any], shown: Sequence[str], claims: bool) -> list[str]:
    cells = [line["label"], str(len(line["seeds"]))]
    for level in shown:
        measures = line[level]
        low, high = measures["top1"]["interval"]
        cells += [percent(measures["top1"]), f"{100 * low:.1f} to {100 * high:.1f}", percent(measures["top5"])]
        cells += [percent(measures["class_recall"]), _spread(measures["ece"], 1, 3)]
    claim = "" if line["claim"] is None else f"{100 * line['claim']:.2f}"
    return [*cells, _better(line.get("ours_better_by")), *[claim] * claims]


def _better(comparison: dict[str, Any] | None) -> str:
    if comparison is None:
        return ""
    words = [f"{100 * comparison['difference']:+.2f} points"]
    if comparison["standard_deviations"] is not None:
        words.append(f"{comparison['standard_deviations']:+.1f} SD")
    if comparison["error_reduction"] is not None:
        words.append(f"{-100 * comparison['error_reduction']:+.0f} % errors")
    return ", ".join(words)
