"""An answer in tables and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import torch

from crossclip.answer import Answer, Candidate
from crossclip.explain import circumstances, percent
from crossclip.sighting import Sighting


def bar_table(candidates: Sequence[Candidate], columns: Mapping[str, str], full: float = 1.0) -> str:
    """HTML of a table of species with a bar for each of `columns`: heading to field of `Candidate`.

    Args:
        full: the probability that fills a bar.
    """
    heads = "".join(f"<th scope='col'>{escape(heading)}</th>" for heading in ("Species", *columns))
    rows = "".join(
        f"<tr><td><b>{escape(candidate.species)}</b><br><i>{escape(candidate.scientific_name)}</i></td>"
        + "".join(bar_cell(getattr(candidate, field), full) for field in columns.values())
        + "</tr>"
        for candidate in candidates
    )
    return f"<table class='bars'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def small_multiples(answers: Mapping[str, Answer], species: Sequence[int]) -> str:
    """HTML of one small table an answer, all with the same species and the same scale."""

    def table(title: str, answer: Answer) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{escape(answer.species[index])}</th>"
            + bar_cell(float(answer.probability[index]))
            + "</tr>"
            for index in species
        )
        return f"<table class='bars'><caption>{escape(title)}</caption><tbody>{rows}</tbody></table>"

    return f"<div class='multiples'>{''.join(table(*item) for item in answers.items())}</div>"


def bar_cell(probability: float, full: float = 1.0) -> str:
    return f"<td>{escape(percent(probability))}<div><span style='width:{probability / full:.1%}'></span></div></td>"


def leading(answer: Answer, count: int) -> list[Candidate]:
    """The likeliest species, and the one that the photo alone puts first even where place and date do not."""
    candidates, by_photo = answer.top(count), int(answer.photo_probability.argmax())
    if answer.species[by_photo] not in (candidate.species for candidate in candidates):
        rank = 1 + int((answer.probability > answer.probability[by_photo]).sum())
        candidates.append(answer.candidate(by_photo, rank))
    return candidates


def leading_of_all(answers: Sequence[Answer], count: int) -> list[int]:
    """Indices of the species that reach the highest probabilities in any of the answers."""
    highest = torch.stack([answer.probability for answer in answers]).amax(dim=0)
    return highest.topk(min(count, len(highest))).indices.tolist()


def side_by_side(sighting: Sighting) -> dict[str, str]:
    """Headings, and the probabilities below them, of an answer about a photo."""
    if not (known := circumstances(sighting)):
        return {"Photo only": "photo_probability"}
    return {
        "Together": "probability",
        "Photo only": "photo_probability",
        f"{known.capitalize()} only": "place_probability",
    }
