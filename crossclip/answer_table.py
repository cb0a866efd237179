"""Answers as a comma-separated table, one row a species, likeliest first."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, fields

from crossclip.bulk import sighting_fields
from crossclip.predict import Answer, Candidate
from crossclip.sighting import Sighting
from crossclip.tables import write_table

COLUMNS = ("latitude", "longitude", "date", *(field.name for field in fields(Candidate)))


def write_answers(path: str | os.PathLike[str], answers: Iterable[tuple[Sighting, Answer]]) -> None:
    """Write all species of each answer below what was asked; blank is unknown.

    Raises:
        OutputError: if the folder does not exist or cannot be written.
    """
    with write_table(path, COLUMNS) as table:
        for sighting, answer in answers:
            asked = sighting_fields(sighting)
            table.writerows(asked | asdict(candidate) for candidate in answer.top(None))
