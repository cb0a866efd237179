"""A report's lines as a table that fits a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

MEASURES = {"top1": "Top-1 %", "top5": "Top-5 %", "class_recall": "Recall %", "ece": "ECE %"}


def measured(measure: Mapping[str, Any]) -> str:
    """Mean and, where there are several seeds, standard deviation, in percent."""
    mean = f"{100 * measure['mean']:.2f}"
    return mean if measure["sd"] is None else f"{mean} ±{100 * measure['sd']:.2f}"


def comparison(better: Mapping[str, Any] | None) -> str:
    """By how much ours is better, in points of top-1, standard deviations and errors."""
    if better is None:
        return ""
    difference = better["difference"]
    words = f"ours {abs(100 * difference):.2f} points {'better' if difference >= 0 else 'worse'}"
    if better["standard_deviations"] is not None:
        words += f", {abs(better['standard_deviations']):.1f} SD"
    if better["error_reduction"] is not None:
        words += f", {abs(100 * better['error_reduction']):.0f} % {'fewer' if difference >= 0 else 'more'} errors"
    return words


def results_table(lines: Sequence[Mapping[str, Any]], level: str, claim_note: str | None = None) -> str:
    """HTML of a table with a row for each line.

    Args:
        level: "category" or "species".
        claim_note: heading of a column with the paper's claims; None leaves the column out.
    """
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in ("System", *MEASURES.values()))
    if claim_note is not None:
        heads += f"<th scope='col' class='claim'>Top-1 % {escape(claim_note)}</th>"
    rows = "".join(_row(line, level, claim_note is not None) for line in lines)
    return f"<table class='results'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(line: Mapping[str, Any], level: str, claims: bool) -> str:
    low, high = line[level]["top1"]["interval"]
    notes = [f"95 % interval {100 * low:.1f} to {100 * high:.1f}", comparison(line.get("ours_better_by"))]
    cells = f"<td><b>{escape(line['label'])}</b><br><small>{escape('; '.join(filter(None, notes)))}</small></td>"
    for name in MEASURES:
        mean, _, deviation = measured(line[level][name]).partition(" ")
        cells += f"<td>{mean} <small>{deviation}</small></td>"
    if claims:
        cells += "<td class='claim'>" + ("" if line["claim"] is None else f"{100 * line['claim']:.2f}") + "</td>"
    return f"<tr{' class=ours' if line['system'] == 'ours' and 'ours_better_by' not in line else ''}>{cells}</tr>"
