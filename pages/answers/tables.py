"""An answer in tables and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Protocol

import torch

from crossclip.answer import Answer, Candidate
from crossclip.explain import circumstances, percent
from crossclip.sighting import Sighting


class Named(Protocol):
    """A species in a row of a table."""

    @property
    def species(self) -> str: ...

    @property
    def scientific_name(self) -> str: ...


def bar_table(
    species: Sequence[Named],
    columns: Mapping[str, str],
    full: float = 1.0,
    written: Callable[[float], str] = percent,
    between: str = "<br>",
) -> str:
    """HTML of a table of species with a bar for each of `columns`: heading to field of a row.

    Args:
        full: the value that fills a bar.
        written: says a value.
        between: HTML between the common and the scientific name.
    """
    heads = "".join(f"<th scope='col'>{escape(heading)}</th>" for heading in ("Species", *columns))
    rows = "".join(
        f"<tr><td><b>{escape(row.species)}</b>{between}<i>{escape(row.scientific_name)}</i></td>"
        + "".join(_bar_cell(getattr(row, field), full, written) for field in columns.values())
        + "</tr>"
        for row in species
    )
    return f"<table class='bars'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def small_multiples(answers: Mapping[str, Answer], species: Sequence[int]) -> str:
    """HTML of one small table an answer, all with the same species and the same scale."""

    def table(title: str, answer: Answer) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{escape(answer.species[index])}</th>"
            + _bar_cell(float(answer.probability[index]))
            + "</tr>"
            for index in species
        )
        return f"<table class='bars'><caption>{escape(title)}</caption><tbody>{rows}</tbody></table>"

    return f"<div class='multiples'>{''.join(table(*item) for item in answers.items())}</div>"


def _bar_cell(value: float, full: float = 1.0, written: Callable[[float], str] = percent) -> str:
    width = max(value, 0.0) / full
    return f"<td>{escape(written(value))}<div><span style='width:{width:.1%}'></span></div></td>"


def leading(answer: Answer, count: int) -> list[Candidate]:
    """The likeliest species, and those that the photo alone and the words alone put first."""
    candidates = answer.top(count)
    for alone in (answer.photo_probability, answer.text_probability):
        if alone is None:
            continue
        index = int(alone.argmax())
        if answer.species[index] not in (candidate.species for candidate in candidates):
            rank = 1 + int((answer.probability > answer.probability[index]).sum())
            candidates.append(answer.candidate(index, rank))
    return candidates


def leading_of_all(answers: Sequence[Answer], count: int) -> list[int]:
    """Indices of the species that reach the highest probabilities in any of the answers."""
    highest = torch.stack([answer.probability for answer in answers]).amax(dim=0)
    return highest.topk(min(count, len(highest))).indices.tolist()


def side_by_side(sighting: Sighting, photo: bool = True, words: bool = False, told: bool = False) -> dict[str, str]:
    """Headings, and the probabilities below them, of an answer about a photo, a description or both.

    Args:
        told: questions were answered besides, which only the answer together knows of.
    """
    alone = {"Words only": "text_probability"} if words else {}
    if photo:
        alone["Photo only"] = "photo_probability"
    if known := circumstances(sighting):
        alone[f"{known.capitalize()} only"] = "place_probability"
    return alone if len(alone) == 1 and not told else {"Together": "probability", **alone}
