"""An answer: probabilities of all species, and its rows as a person and a table take them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import TypedDict

import torch
from torch import Tensor

from crossclip.sighting import Sighting
from crossclip.tables import write_table


@dataclass(frozen=True)
class Candidate:
    """One line of an answer. Probabilities are over all species; None where nothing of the kind was given."""

    rank: int
    species: str
    scientific_name: str
    probability: float
    photo_probability: float | None
    place_probability: float | None
    text_probability: float | None = None


@dataclass(frozen=True)
class Answer:
    """Calibrated probabilities (species,) of one sighting: with all that is known, with the photo
    alone, with place and date alone, with a description alone; None where that part is unknown."""

    species: tuple[str, ...]
    scientific_names: tuple[str, ...]
    probability: Tensor
    photo_probability: Tensor | None
    place_probability: Tensor | None
    text_probability: Tensor | None = None

    def top(self, count: int | None = 5) -> list[Candidate]:
        """The likeliest species first; all of them with None, and never more than there are."""
        count = len(self.species) if count is None else min(count, len(self.species))
        # A stable sort, so that equal probabilities keep the species' order on every machine.
        order = torch.sort(self.probability, descending=True, stable=True).indices[:count]
        return [self.candidate(int(index), rank) for rank, index in enumerate(order, start=1)]

    def candidate(self, index: int, rank: int) -> Candidate:
        def at(probability: Tensor | None) -> float | None:
            return None if probability is None else float(probability[index])

        return Candidate(
            rank,
            self.species[index],
            self.scientific_names[index],
            float(self.probability[index]),
            at(self.photo_probability),
            at(self.place_probability),
            at(self.text_probability),
        )


class SightingFields(TypedDict):
    """A sighting as tables and JSON hold it: degrees, and an ISO date."""

    latitude: float | None
    longitude: float | None
    date: str | None


def sighting_fields(sighting: Sighting) -> SightingFields:
    """A sighting as tables and JSON hold it."""
    date = None if sighting.date is None else sighting.date.isoformat()
    return {"latitude": sighting.latitude, "longitude": sighting.longitude, "date": date}


ANSWER_COLUMNS = ("photo", "latitude", "longitude", "date", *(field.name for field in fields(Candidate)), "model")


def write_answers(
    path: str | os.PathLike[str], answers: Iterable[tuple[Sighting, Answer]], photo: str = "", model: str = ""
) -> None:
    """Write all species of each answer, the likeliest first, below what was asked; blank is unknown.

    Args:
        photo: which one the answers are about.
        model: which one answered.

    Raises:
        OutputError: if the folder does not exist or cannot be written.
    """
    with write_table(path, ANSWER_COLUMNS) as table:
        for sighting, answer in answers:
            asked = {"photo": photo, **sighting_fields(sighting), "model": model}
            table.writerows({**asked, **asdict(candidate)} for candidate in answer.top(None))
