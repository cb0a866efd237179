"""Answers about many photos and many rows: in batches, each photo read once, no failure stopping the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import ParamSpec, TypeVar

import torch
from PIL import Image
from torch import Tensor

from crossclip.answer import Answer, sighting_fields
from crossclip.errors import CrossClipError
from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.reading import PhotoError, PhotoSource, read_photo
from crossclip.predict import Predictor
from crossclip.sighting import Sighting, SightingError
from crossclip.tables import Row
from crossclip.text import checked_description

BATCH = 32  # photos or rows in memory at a time

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    photo: Path
    sighting: Sighting


class Identifier:
    """Names the birds in many photos.

    Args:
        exif: take a place or date that is not given from the photo's own EXIF.
        source: what is read for a photo's path, where that is no file's; may raise a CrossClipError.
    """

    def __init__(
        self, predictor: Predictor, exif: bool = False, source: Callable[[Path], PhotoSource] = lambda photo: photo
    ) -> None:
        self.predictor = predictor
        self.exif = exif
        self.source = source
        self._embeddings: dict[Path, Tensor | CrossClipError] = {}

    def photos(
        self, photos: Sequence[str], sighting: Sighting
    ) -> Iterator[tuple[str, Question | CrossClipError, Answer | CrossClipError]]:
        """Each photo, what was asked about it and its answer, or the error that is in the way."""
        for batch in batches(photos):
            questions = [_or_error(self._named, photo, sighting) for photo in batch]
            yield from zip(batch, questions, self._answers(questions), strict=True)

    def rows(self, rows: Sequence[Row], folder: Path) -> Iterator[tuple[Row, Answer | CrossClipError]]:
        """Each row of a table of sightings and its answer; relative photos lie in the table's folder."""

        def question(row: Row) -> Question:
            return self._question(row_photo(row, folder), row_sighting(row))

        for batch in batches(rows):
            questions = [_or_error(question, row) for row in batch]
            for row, asked, answer in zip(batch, questions, self._answers(questions), strict=True):
                if self.exif and isinstance(asked, Question):
                    row = filled(row, asked.sighting)
                yield row, answer

    def _named(self, photo: str, sighting: Sighting) -> Question:
        if not photo.strip():
            raise PhotoError("a photo without a name: give the path of a picture")
        return self._question(Path(photo), sighting)

    def _question(self, photo: Path, sighting: Sighting) -> Question:
        if self.exif and not (sighting.has_place and sighting.has_date):
            sighting = completed(sighting, read_exif_sighting(self.source(photo)))
        return Question(photo, sighting)

    def _answers(self, questions: Sequence[Question | CrossClipError]) -> list[Answer | CrossClipError]:
        self.look({question.photo for question in questions if isinstance(question, Question)})
        found = [self._embeddings[q.photo] if isinstance(q, Question) else q for q in questions]
        embeddings = [one for one in found if isinstance(one, Tensor)]
        sightings = [
            question.sighting
            for question, one in zip(questions, found, strict=True)
            if isinstance(question, Question) and isinstance(one, Tensor)
        ]
        answers = iter(self.predictor.answers(torch.stack(embeddings), sightings) if embeddings else [])
        return [next(answers) if isinstance(one, Tensor) else one for one in found]

    def look(self, photos: Iterable[Path]) -> None:
        """Read and embed photos that are not known yet, all at once; the costly part of what is asked about them."""
        new = sorted(set(photos) - self._embeddings.keys())
        with ThreadPoolExecutor() as pool:  # decoding takes longer than a small network does
            pictures = list(pool.map(lambda photo: _or_error(self._picture, photo), new))
        embedded = iter(self.predictor.embed_photos([p for p in pictures if not isinstance(p, CrossClipError)]))
        for photo, picture in zip(new, pictures, strict=True):
            self._embeddings[photo] = picture if isinstance(picture, CrossClipError) else next(embedded)

    def _picture(self, photo: Path) -> Image.Image:
        return read_photo(self.source(photo))


def checklist_rows(predictor: Predictor, rows: Iterable[Row]) -> Iterator[tuple[Row, Answer | CrossClipError]]:
    """Each row of a table of places and its checklist, or the error that is in the way."""

    def place(row: Row) -> Sighting:
        sighting = row_sighting(row)
        if not sighting.has_place:
            raise SightingError("latitude and longitude are blank: a checklist needs a place")
        return sighting

    for batch in batches(rows):
        sightings = [_or_error(place, row) for row in batch]
        answers = iter(predictor.answers(None, [s for s in sightings if isinstance(s, Sighting)]))
        for row, sighting in zip(batch, sightings, strict=True):
            yield row, next(answers) if isinstance(sighting, Sighting) else sighting


def description_rows(predictor: Predictor, rows: Iterable[Row]) -> Iterator[tuple[Row, Answer | CrossClipError]]:
    """Each row of a table of descriptions and its answer, or the error that is in the way."""

    def description(row: Row) -> tuple[str, Sighting]:
        return checked_description(row["text"]), row_sighting(row)

    for batch in batches(rows):
        predictor.load_text()
        asked = [_or_error(description, row) for row in batch]
        sound = [one for one in asked if not isinstance(one, CrossClipError)]
        embeddings = predictor.embed_texts([text for text, _ in sound])
        answers = iter(predictor.answers(None, [sighting for _, sighting in sound], embeddings) if sound else [])
        for row, one in zip(batch, asked, strict=True):
            yield row, one if isinstance(one, CrossClipError) else next(answers)


def row_photo(row: Row, folder: Path) -> Path:
    """The photo that a row names; relative ones lie in the table's folder.

    Raises:
        PhotoError: if it names none.
    """
    if not (name := row["photo"].strip()):
        raise PhotoError("photo is blank: name a picture, seen from the table's folder")
    return folder / name


def row_sighting(row: Row) -> Sighting:
    """The place and date of a row; errors are those of `Sighting.parse`."""
    return Sighting.parse(row["longitude"], row["latitude"], row["date"])


def completed(given: Sighting, taken: Sighting) -> Sighting:
    """What was given of place and date, each filled in from what a photo says of it."""
    place = given if given.has_place else taken
    return Sighting(place.longitude, place.latitude, given.date or taken.date)


def filled(row: Row, sighting: Sighting) -> Row:
    """A row with what is known of its sighting where it was blank."""
    known = {name: "" if value is None else str(value) for name, value in sighting_fields(sighting).items()}
    return {**row, **{name: text for name, text in known.items() if not row[name].strip()}}


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, `BATCH` at a time."""
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch


def _or_error(function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T | CrossClipError:
    """What the function returns, or the error it raises as a value, for one of many."""
    try:
        return function(*arguments, **options)
    except CrossClipError as error:
        return error
