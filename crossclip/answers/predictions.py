"""Rows of a table of answers: what was asked, and below it the likeliest species, or why there is no answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crossclip.errors import CrossClipError

if TYPE_CHECKING:
    from crossclip.answer import Answer, Candidate

PREDICTION_COLUMNS = ("rank", "species", "scientific_name", "probability", "photo_probability", "place_probability")
ERROR = "error"
TOP = 5
"""Species of an answer in a table, unless another number is asked for."""


def prediction_rows(
    row: Mapping[str, str],
    answered: Answer | CrossClipError,
    columns: Sequence[str] = PREDICTION_COLUMNS,
    top: int | None = TOP,
) -> Iterator[dict[str, Any]]:
    """The rows that an answer makes of an input row: one a species, or one with the reason in the column `ERROR`."""
    if isinstance(answered, CrossClipError):
        yield {**row, ERROR: str(answered)}
    else:
        yield from ({**row, **candidate_fields(candidate, columns)} for candidate in answered.top(top))


def candidate_fields(candidate: Candidate, columns: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(candidate, name) for name in columns}
