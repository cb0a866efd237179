"""How the command line tells its answers: as text, as JSON, as a table; and its failures, in one line."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossclip.answers.predictions import ERROR, candidate_fields, prediction_rows
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from crossclip.streams.formats import format_of
from crossclip.streams.parts import Parts
from crossclip.streams.reading import Asked, open_asked
from crossclip.streams.shares import Share
from crossclip.tables import Row

if TYPE_CHECKING:
    from crossclip.answer import Answer, Candidate
    from crossclip.predict import Predictor
    from crossclip.streams.job import Answered

SPECIES_COLUMNS = ("species", "scientific_name", "probability")
DESCRIPTION_COLUMNS = ("rank", *SPECIES_COLUMNS, "text_probability", "place_probability")
HEADINGS = {
    "probability": "together",
    "photo_probability": "photo",
    "text_probability": "words",
    "place_probability": "place",
}


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
    answering: Callable[[Asked, Predictor], Callable[[Iterable[Row]], Iterable[Answered]]],
    load: Callable[[], Predictor],
) -> int:
    """Answer the rows of a table in parts and make one file of them; a row's error stays in its row.

    Args:
        needed, added: columns of the table, and those that the answer brings.
        answering: from the table and the model to what answers rows.
        load: reads the model, once the table is known to be sound.
    """
    asked = open_asked(Path(arguments.table), needed, (*added, ERROR))
    output = Path(arguments.output)
    from crossclip.streams.job import fill, model_digest, part_count

    parts = Parts(output, part_count(asked.count), format_of(output, (*asked.columns, *added, ERROR)))
    options = {name: getattr(arguments, name, None) for name in ("command", "top", "exif")}
    parts.begin({"table": asked.digest, **options})

    def lines(row: Row, one: Answer | CrossClipError) -> Sequence[Mapping[str, Any]]:
        return list(prediction_rows(row, one, added, arguments.top))

    try:
        predictor = load()
        if predictor.folder:
            parts.begin({"model": model_digest(predictor.folder)})
        failures = fill(asked, parts, answering(asked, predictor), lines, Share.here())
    except BaseException as error:
        if parts.leave() and isinstance(error, KeyboardInterrupt):
            done = parts.count - len(parts.missing())
            raise CrossClipError(
                f"stopped before the end: {done} of {parts.count} parts are kept, the same command goes on from there"
            ) from None
        raise
    if failures:
        reason = f"the column {ERROR} of {arguments.output} says why"
        print(f"crossclip: {failures} of {asked.count} rows could not be answered: {reason}", file=sys.stderr)
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

        predictions = [candidate_fields(candidate, columns) for candidate in candidates]
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
