"""How the command line tells its answers: as text, as JSON, as a table; and its failures, in one line."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from crossclip.tables import Table, read_table, write_table

if TYPE_CHECKING:
    from crossclip.answer import Answer, Candidate
    from crossclip.bulk import Row

SPECIES_COLUMNS = ("species", "scientific_name", "probability")
PREDICTION_COLUMNS = ("rank", *SPECIES_COLUMNS, "photo_probability", "place_probability")
DESCRIPTION_COLUMNS = ("rank", *SPECIES_COLUMNS, "text_probability", "place_probability")
HEADINGS = {
    "probability": "together",
    "photo_probability": "photo",
    "text_probability": "words",
    "place_probability": "place",
}
ERROR = "error"


def complain(error: object) -> None:
    """One line on stderr, whatever the name of a file held."""
    print(f"crossclip: error: {' '.join(str(error).split())}", file=sys.stderr)


def remark(words: object) -> None:
    """One line on stderr about an answer that was given all the same."""
    print(f"crossclip: {' '.join(str(words).split())}", file=sys.stderr)


def answer_table(
    arguments: Namespace,
    needed: Sequence[str],
    added: Sequence[str],
    answer: Callable[[Table], Iterable[tuple[Row, Answer | CrossClipError]]],
) -> int:
    """Read the table, answer it and write the answer whole; a row's error stays in its row."""
    from tqdm import tqdm

    table = read_table(arguments.table, needed, (*added, ERROR))
    failures = 0
    with write_table(arguments.output, (*table.columns, *added, ERROR)) as writer:
        rows = tqdm(answer(table), total=len(table.rows), unit="row", disable=None)  # None: only on a terminal
        for row, answered in rows:
            if isinstance(answered, CrossClipError):
                writer.writerow({**row, ERROR: str(answered)})
                failures += 1
            else:
                writer.writerows({**row, **_fields(c, added)} for c in answered.top(arguments.top))
    if failures:
        reason = f"the column {ERROR} of {arguments.output} says why"
        print(f"crossclip: {failures} of {len(table.rows)} rows could not be answered: {reason}", file=sys.stderr)
    return 0


def show(
    arguments: Namespace,
    about: dict[str, str],
    sighting: Sighting,
    candidates: Sequence[Candidate],
    columns: Sequence[str],
) -> None:
    """Print one answer, as a JSON object on a line or as text."""
    if arguments.json:
        from crossclip.answer import sighting_fields

        predictions = [_fields(candidate, columns) for candidate in candidates]
        print(json.dumps({**about, **sighting_fields(sighting), "predictions": predictions}))
        return
    where = f"latitude {sighting.latitude:g}, longitude {sighting.longitude:g}" if sighting.has_place else "any place"
    print(", ".join([*about.values(), where, str(sighting.date or "any time of year")]))
    headings = {name: HEADINGS[name] for name in columns if name in HEADINGS}
    if len(headings) == 1:
        headings = {"probability": "probability"}
    print(f"{'':4}{''.join(f'{heading:>12}' for heading in headings.values())}  species")
    for candidate in candidates:
        values = (getattr(candidate, name) for name in headings)
        shares = "".join(f"{'-' if value is None else f'{value:.1%}':>12}" for value in values)
        scientific = f" ({candidate.scientific_name})" if candidate.scientific_name else ""
        print(f"{candidate.rank:>4}{shares}  {candidate.species}{scientific}")
    print()


def _fields(candidate: Candidate, columns: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(candidate, name) for name in columns}
