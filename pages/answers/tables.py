"""An answer in tables and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Protocol

import torch

from crossclip.answer import Answer, Candidate
from crossclip.answers.explain import circumstances, percent
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
    full: float | Mapping[str, float] = 1.0,
    written: Callable[[float], str] = percent,
    between: str = "<br>",
) -> str:
    """HTML of a table of species with a bar for each of `columns`: heading to field of a row.

    Args:
        full: the value that fills a bar, of all columns or by heading; one below 1 is named below its heading.
        written: says a value.
        between: HTML between the common and the scientific name.
    """
    ends = {heading: full.get(heading, 1.0) if isinstance(full, Mapping) else full for heading in columns}
    named = {heading: isinstance(full, Mapping) and end < 1 for heading, end in ends.items()}
    heads = "<th scope='col'>Species</th>" + "".join(
        f"<th scope='col'>{escape(heading)}"
        + (f"<small>full bar: {escape(written(ends[heading]))}</small>" if named[heading] else "")
        + "</th>"
        for heading in columns
    )
    rows = "".join(
        f"<tr><td><b>{escape(row.species)}</b>{between}<i>{escape(row.scientific_name)}</i></td>"
        + "".join(_bar_cell(getattr(row, field), ends[heading], written) for heading, field in columns.items())
        + "</tr>"
        for row in species
    )
    return f"<table class='bars'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def ends_of(answer: Answer, columns: Mapping[str, str]) -> dict[str, float]:
    """The value that fills a bar by heading: 1, but for place and date alone what the likeliest species has there,
    since many share a place."""
    place = answer.place_probability
    return {
        heading: float(place.max()) if field == "place_probability" and place is not None else 1.0
        for heading, field in columns.items()
    }


def small_multiples(answers: Mapping[str, Answer], species: Sequence[int], field: str = "probability") -> str:
    """HTML of one small table an answer, all with the same species and the same scale.

    Args:
        field: of an answer. Bars go to 1, but those of place and date alone to the largest value that is shown.
    """
    values = {title: getattr(answer, field)[list(species)].tolist() for title, answer in answers.items()}
    full = max(max(one) for one in values.values()) if field == "place_probability" else 1.0
    names = [next(iter(answers.values())).species[index] for index in species]

    def table(title: str) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{escape(name)}</th>{_bar_cell(value, full)}</tr>"
            for name, value in zip(names, values[title], strict=True)
        )
        return f"<table class='bars'><caption>{escape(title)}</caption><tbody>{rows}</tbody></table>"

    return f"<div class='multiples'>{''.join(map(table, answers))}</div>"


def _bar_cell(value: float, full: float = 1.0, written: Callable[[float], str] = percent) -> str:
    width = min(max(value, 0.0) / full, 1.0) if full > 0 else 0.0
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


def that_differ(answers: Sequence[Answer], species: Sequence[int], least: float) -> list[int]:
    """Those of some species whose probability differs by at least so much between answers."""
    values = torch.stack([answer.probability for answer in answers])
    spread = values.amax(dim=0) - values.amin(dim=0)
    return [index for index in species if float(spread[index]) >= least]


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
