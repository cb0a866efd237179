"""What the card says of photos of nothing the model knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

KINDS = {
    "test": "listed birds, CUB's test photos",
    "held_out_0": "listed species held out of photo training, first draw",
    "held_out_1": "the same, second draw",
    "check": "listed birds, photos of another source",
    "others": "birds that are not listed",
    "corners": "corners of photos",
    "clouds": "clouds of colour",
    "shapes": "shapes",
    "pages": "pages of letters",
}
HEADS = (
    "photos of",
    "photos / species",
    "doubted",
    "unsure",
    "either",
    "said to be unknown",
    "given a group",
    "of these right",
)


def unknown_text(figures: dict[str, Any]) -> str:
    """A section of the card on what `python -m train.demo.unknowns` measured; empty where it has not been run."""
    if "kinds" not in figures:
        return ""
    rows = [HEADS, ("---",) * len(HEADS)]
    rows += [_row(label, figures["kinds"][kind]) for kind, label in KINDS.items() if kind in figures["kinds"]]
    measures = [("measure", "area under the curve", "birds not listed below it"), ("---",) * 3]
    measures += [(name, f"{one['auc']:.3f}", f"{one['caught']:.1%}") for name, one in figures["measures"].items()]
    cuts = figures["cuts"]
    return f"""### Birds that it does not know

Written by `python -m train.demo.unknowns`: what is said of a photo without place and date. *Doubted*: the photo is
nearer to one of {figures["strangers"]} birds that the public classifier knows and this model does not list, or near to
none; the threshold was chosen on validation photos and on photos of another source. *Unsure*: the first species has
less than 80%. A *group* ("a gull") is said where no species has 80% and its group does.

{_table(rows)}

Why that measure: listed birds (CUB's test photos) against birds that are not, and the part of the latter below what 98%
of the former reach.

{_table(measures)}

A cut of the middle is offered where it makes an unsure answer sure, never made unasked: of {cuts["photos"]} photos of
another source {cuts["unsure"]} have an unsure answer, a cut is offered to {cuts["offered"]}, and of these
{cuts["before"]} are right before and {cuts["after"]} after.

"""


def _row(label: str, kind: dict[str, Any]) -> tuple[str, ...]:
    species = f" / {kind['species']}" if kind["species"] else ""
    shares = (f"{kind[name]:.1%}" for name in ("doubted", "unsure", "unsure_or_doubted", "unknown", "group"))
    right = "" if kind["group_right"] is None else f"{kind['group_right']:.1%}"
    return (label, f"{kind['photos']}{species}", *shares, right)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
