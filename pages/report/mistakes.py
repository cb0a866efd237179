"""What a model gets wrong, as it was measured: pairs of species in the figures of its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

SHOWN = 8  # pairs that a person reads


def measured_mistakes(folder: Path | None) -> dict[str, Any] | None:
    """What `python -m train.demo.card` wrote; None where nothing was measured, or no mistake was made."""
    path = None if folder is None else folder / "figures.json"
    if path is None or not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8")).get("confusions")
    except (ValueError, AttributeError):
        return None
    return found if found and found["pairs"] else None


def mistakes_table(pairs: Sequence[Mapping[str, Any]]) -> str:
    """HTML of a table: what a bird is, what it is taken for, and how often."""
    heads = ("The bird", "Taken for", "By the photo alone", "With place and date")
    rows = "".join(
        f"<tr><th scope='row'>{escape(pair['species'])}</th><td>{escape(pair['said'])}</td>"
        f"<td>{_of(pair['by_photo'], pair['photos'])}</td><td>{_of(pair['with_place'], pair['photos'])}</td></tr>"
        for pair in pairs[:SHOWN]
    )
    head = "".join(f"<th scope='col'>{name}</th>" for name in heads)
    return f"<table class='bars mistakes'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _of(count: float, photos: int) -> str:
    share = min(count / photos, 1)
    return f"{count:g} of {photos}<div><span style='width:{share:.1%}'></span></div>"
