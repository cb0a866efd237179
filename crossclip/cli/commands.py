"""What each command does: arguments checked first, then a thin skin over `Predictor` and `Atlas`.

Heavy packages are imported once the arguments are known to be sound.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossclip.errors import CrossClipError
from crossclip.files import OutputError, whole_file
from crossclip.sighting import Sighting, SightingError, parse_date
from crossclip.tables import Table, read_table, write_table

if TYPE_CHECKING:
    from crossclip.answer import Answer, Candidate
    from crossclip.bulk import Row
    from crossclip.maps.grids import Extent
    from crossclip.predict import Predictor

PLACE_COLUMNS = ("latitude", "longitude", "date")
SPECIES_COLUMNS = ("species", "scientific_name", "probability")
PREDICTION_COLUMNS = ("rank", *SPECIES_COLUMNS, "photo_probability", "place_probability")
ERROR = "error"


class ArgumentError(CrossClipError):
    """An argument that cannot be used, or does not go with another."""


WRONG_ARGUMENTS = (ArgumentError, OutputError, SightingError)


def identify(arguments: Namespace) -> int:
    _check_mode(arguments, "PHOTO", arguments.photos)
    sighting = Sighting.parse(arguments.longitude, arguments.latitude, arguments.date)

    def identifier():
        from crossclip.bulk import Identifier

        return Identifier(_load(arguments), arguments.exif)

    if arguments.table:
        folder = Path(arguments.table).parent
        needed = ("photo", *PLACE_COLUMNS)
        return _answer_table(arguments, needed, PREDICTION_COLUMNS, lambda table: identifier().rows(table.rows, folder))
    failures = 0
    for photo, question, answer in identifier().photos(arguments.photos, sighting):
        if isinstance(answer, CrossClipError):
            complain(answer)
            failures += 1
        else:
            candidates = answer.top(arguments.top)
            _show(arguments, {"photo": photo}, question.sighting, candidates, PREDICTION_COLUMNS)
    return 1 if failures else 0


def checklist(arguments: Namespace) -> int:
    _check_mode(arguments, "--latitude and --longitude", arguments.latitude or arguments.longitude)
    sighting = Sighting.parse(arguments.longitude, arguments.latitude, arguments.date)

    def rows(table: Table) -> Iterable[tuple[Row, Answer | CrossClipError]]:
        from crossclip.bulk import checklist_rows

        return checklist_rows(_load(arguments), table.rows)

    if arguments.table:
        return _answer_table(arguments, PLACE_COLUMNS, SPECIES_COLUMNS, rows)
    _show(arguments, {}, sighting, _load(arguments).checklist(sighting).top(arguments.top), SPECIES_COLUMNS)
    return 0


def species_map(arguments: Namespace) -> int:
    with _drawing(arguments) as (draft, date):
        from crossclip.maps import Atlas
        from crossclip.maps.grids import NORTH_AMERICA, Grid

        with _wrong_arguments():
            extent = _extent(arguments) or NORTH_AMERICA
            Grid.over(extent, arguments.resolution)
        predictor = _load(arguments)
        with _wrong_arguments():
            species = predictor.species[predictor.find_species(arguments.species)]
        photo = predictor.embed_photos([arguments.photo]) if arguments.photo else None
        drawn = Atlas(predictor).species_map(species, date, photo, extent, arguments.resolution)
        if draft.suffix.lower() == ".csv":
            drawn.to_csv(draft)
        elif draft.suffix.lower() == ".geojson":
            drawn.to_geojson(draft)
        else:
            from crossclip.maps.figures import save_figure, value_figure

            save_figure(value_figure(drawn), draft)
    return 0


def embedding_map(arguments: Namespace) -> int:
    with _drawing(arguments) as (draft, date):
        from crossclip.maps.grids import WORLD

        with _wrong_arguments():
            extent = _extent(arguments) or WORLD
        from crossclip.maps import Atlas
        from crossclip.maps.figures import embedding_figure, save_figure

        save_figure(embedding_figure(Atlas(_load(arguments)).embedding_map(date, extent)), draft)
    return 0


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "identify": identify,
    "checklist": checklist,
    "map": species_map,
    "embedding-map": embedding_map,
}


def complain(error: object) -> None:
    """One line on stderr, whatever the name of a file held."""
    print(f"crossclip: error: {' '.join(str(error).split())}", file=sys.stderr)


def _answer_table(
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


def _show(
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
    headings = {"probability": "together", "photo_probability": "photo", "place_probability": "place"}
    if "photo_probability" not in columns:
        headings = {"probability": "probability"}
    print(f"{'':4}{''.join(f'{heading:>12}' for heading in headings.values())}  species")
    for candidate in candidates:
        values = (getattr(candidate, name) for name in headings)
        shares = "".join(f"{'-' if value is None else f'{value:.1%}':>12}" for value in values)
        print(f"{candidate.rank:>4}{shares}  {candidate.species} ({candidate.scientific_name})")
    print()


def _fields(candidate: Candidate, columns: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in asdict(candidate).items() if name in columns}


def _load(arguments: Namespace) -> Predictor:
    from crossclip.predict import Predictor

    return Predictor.from_pretrained(arguments.model, arguments.device)


def _check_mode(arguments: Namespace, subject: str, given: object) -> None:
    """Refuse a mixture of asking about a table and about a single photo or place."""
    if not arguments.table:
        if arguments.output:
            raise ArgumentError("--output goes with --table: an answer without a table is printed")
        if not given:
            raise ArgumentError(f"there is nothing to answer: give {subject}, or --table and --output")
        return
    if not arguments.output:
        raise ArgumentError("--table needs --output, the file that the answer is written to")
    if Path(arguments.output).resolve() == Path(arguments.table).resolve():
        raise ArgumentError("--output is the table itself: give it another name, so that the table stays")
    others = {"PHOTO": getattr(arguments, "photos", None), "--json": arguments.json}
    others |= {f"--{name}": getattr(arguments, name) for name in PLACE_COLUMNS}
    if wrong := [name for name, value in others.items() if value]:
        raise ArgumentError(f"{wrong[0]} does not go with --table: the table asks, and the answer is a table")


@contextmanager
def _drawing(arguments: Namespace) -> Iterator[tuple[Path, Date | None]]:
    """The draft of a map's file, opened before the long work, and the date."""
    if Path(arguments.output).suffix.lower().removeprefix(".") not in arguments.formats:
        formats = ", ".join(f".{name}" for name in arguments.formats)
        raise ArgumentError(f"{arguments.output} does not say its format: end the name in one of {formats}")
    date = parse_date(arguments.date)
    with whole_file(arguments.output) as draft:
        yield draft, date


def _extent(arguments: Namespace) -> Extent | None:
    from crossclip.maps.grids import Extent

    return Extent(*arguments.extent) if arguments.extent else None


@contextmanager
def _wrong_arguments() -> Iterator[None]:
    """Whatever goes wrong in the block is an argument's fault."""
    try:
        yield
    except CrossClipError as error:
        raise ArgumentError(str(error)) from None
