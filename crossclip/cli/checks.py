"""Arguments that do not go together are refused before any work is done."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.sighting import parse_date

if TYPE_CHECKING:
    from crossclip.maps.land.extents import Extent

PLACE_COLUMNS = ("latitude", "longitude", "date")


class ArgumentError(CrossClipError):
    """An argument that cannot be used, or does not go with another."""


def check_mode(arguments: Namespace, subject: str, given: object) -> None:
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
    others = {"PHOTO": getattr(arguments, "photos", None), "TEXT": getattr(arguments, "text", None)}
    others |= {f"--{name}": getattr(arguments, name) for name in ("json", "place", *PLACE_COLUMNS)}
    if wrong := [name for name, value in others.items() if value]:
        raise ArgumentError(f"{wrong[0]} does not go with --table: the table asks, and the answer is a table")


@contextmanager
def drawing(arguments: Namespace) -> Iterator[tuple[Path, Date | None]]:
    """The draft of a map's file, opened before the long work, and the date."""
    if Path(arguments.output).suffix.lower().removeprefix(".") not in arguments.formats:
        formats = ", ".join(f".{name}" for name in arguments.formats)
        raise ArgumentError(f"{arguments.output} does not say its format: end the name in one of {formats}")
    date = parse_date(arguments.date)
    with whole_file(arguments.output) as draft:
        yield draft, date


def given_extent(arguments: Namespace) -> Extent | None:
    """The part of the globe that was asked for."""
    from crossclip.maps.land.extents import Extent

    return Extent(*arguments.extent) if arguments.extent else None


def check_land(extent: Extent, resolution: float) -> None:
    """Refuse a map that cannot be, or has nothing to show."""
    from crossclip.maps.land.grids import Grid

    with wrong_arguments():
        land = Grid.over(extent, resolution).land
    if not land.any():
        raise ArgumentError(f"extent {extent} has no land, and maps are of land: choose one that has some")


@contextmanager
def wrong_arguments() -> Iterator[None]:
    """Whatever goes wrong in the block is an argument's fault."""
    try:
        yield
    except CrossClipError as error:
        raise ArgumentError(str(error)) from None
