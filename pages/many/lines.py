"""The lines of a roll: each row of its table and each photo beside it, with place, date and answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crossclip.answer import Answer, sighting_fields
from crossclip.answers.bulk import Row
from crossclip.errors import CrossClipError
from crossclip.photos.reading import PhotoError
from crossclip.sighting import Sighting
from pages.many.matching import DroppedNames
from pages.many.roll import COLUMNS, Roll, Shot


class NotLookedError(CrossClipError):
    """A photo that still waits."""


@dataclass(frozen=True)
class Line:
    """One line of the table of answers.

    Attributes:
        row: as the table has it, with the place and the date that were used.
        shot: None where the photo could not be read.
        answered: the answer, or what is in its way.
    """

    row: Row
    shot: Shot | None
    answered: Answer | CrossClipError


def roll_columns(roll: Roll) -> tuple[str, ...]:
    return roll.table.columns if roll.table is not None else COLUMNS


def roll_lines(roll: Roll, for_all: Sighting) -> list[Line]:
    """Every row of the table, then every photo that it does not name.

    Args:
        for_all: place and date where neither the table nor the photo says any.
    """
    named = list(_named(roll))
    photos = [photo for _, photo in named]
    rows = [_filled(row, _taken(roll, photo), for_all) for row, photo in named]
    looked = [i for i, photo in enumerate(photos) if isinstance(photo, Path) and photo not in roll.waiting]
    asked: list[Row] = [{**rows[i], "photo": str(photos[i])} for i in looked]
    answers = dict(zip(looked, (answer for _, answer in roll.identifier.rows(asked, Path())), strict=True))
    unseen = NotLookedError("the run was stopped before this photo")
    return [
        Line(row, roll.shots.get(photo), answers.get(i, unseen)) if isinstance(photo, Path) else Line(row, None, photo)
        for i, (row, photo) in enumerate(zip(rows, photos, strict=True))
    ]


def unnamed(roll: Roll) -> int:
    """How many photos the table does not name."""
    return len(roll.photos) - len({photo for _, photo in _named(roll, alone=False) if isinstance(photo, Path)})


def _named(roll: Roll, alone: bool = True) -> Iterator[tuple[Row, Path | CrossClipError]]:
    """Rows and the photo that each names, and the photos that none names."""
    names, left = DroppedNames(roll.photos), dict.fromkeys(roll.photos)
    for row in roll.table.rows if roll.table is not None else ():
        photo: Path | CrossClipError
        try:
            photo = names.find(row["photo"])
            left.pop(photo, None)
        except PhotoError as error:
            photo = error
        yield row, photo
    if alone:
        blank = dict.fromkeys(roll_columns(roll), "")
        yield from (({**blank, "photo": photo.as_posix()}, photo) for photo in left)


def _taken(roll: Roll, photo: Path | CrossClipError) -> Sighting:
    shot = roll.shots.get(photo) if isinstance(photo, Path) else None
    return Sighting() if shot is None else shot.taken


def _filled(row: Row, taken: Sighting, for_all: Sighting) -> Row:
    """The row with place and date where it has none: those of the photo, else those for all."""
    place = taken if taken.has_place else for_all
    known = sighting_fields(Sighting(place.longitude, place.latitude, taken.date or for_all.date))
    text = {name: "" if value is None else str(value) for name, value in known.items()}
    filled = dict(row)
    if not (row["latitude"].strip() or row["longitude"].strip()):
        filled |= {name: text[name] for name in ("latitude", "longitude")}
    if not row["date"].strip():
        filled["date"] = text["date"]
    return filled
