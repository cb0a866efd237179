"""From rows that name photos to answers, in their order: what is held does not grow with their number."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from crossclip.answer import Answer
from crossclip.answers.bulk import completed, filled, row_photo, row_sighting
from crossclip.embedder import PHOTO_BATCH
from crossclip.errors import CrossClipError
from crossclip.photos.reading import PhotoError
from crossclip.predict import Predictor
from crossclip.sighting import Sighting
from crossclip.streams.decoding import decoded
from crossclip.tables import Row

REMEMBERED = 4096  # photos whose embedding is kept for rows to come
MOST_ROWS = 512  # of a group, where many rows name the same photo


@dataclass(eq=False)
class Look:
    """A photo that is, or will be, looked at: its embedding (dim,), or the error that is in the way."""

    photo: Path
    found: Tensor | CrossClipError | None = None
    taken: Sighting | CrossClipError | None = None


@dataclass
class _Group:
    """Rows that are answered together, and the photos that they bring."""

    rows: list[tuple[Row, Look | CrossClipError]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)


def identified(
    predictor: Predictor, rows: Iterable[Row], folder: Path, exif: bool = False, workers: int = 0
) -> Iterator[tuple[Row, Answer | CrossClipError]]:
    """Each row and its answer, or the error that is in the way, as `crossclip.answers.bulk.Identifier.rows` gives them.

    Args:
        folder: where relative photos lie.
        exif: take a place or date that is not given from the photo's own EXIF.
        workers: processes that decode photos; 0 for none.
    """
    predictor.load_photo()
    waiting: deque[_Group] = deque()

    def asked() -> Iterator[list[Path]]:
        for group in _groups(rows, folder):
            waiting.append(group)
            yield [look.photo for look in group.looks]

    for part in decoded(asked(), predictor.crop, exif, workers):
        group = waiting.popleft()
        embedded = iter(predictor.embed_pixels(part.pixels)) if len(part.pixels) else iter(())
        for look, error, taken in zip(group.looks, part.errors, part.taken, strict=True):
            look.found, look.taken = error or next(embedded), taken
        yield from _answers(predictor, group, exif)


def _groups(rows: Iterable[Row], folder: Path) -> Iterator[_Group]:
    known: OrderedDict[Path, Look] = OrderedDict()
    group = _Group()
    for row in rows:
        try:
            photo = row_photo(row, folder)
        except PhotoError as error:
            group.rows.append((row, error))
        else:
            if photo not in known:
                known[photo] = Look(photo)
                group.looks.append(known[photo])
            known.move_to_end(photo)
            group.rows.append((row, known[photo]))
            if len(known) > REMEMBERED:
                known.popitem(last=False)
        if len(group.looks) == PHOTO_BATCH or len(group.rows) == MOST_ROWS:
            yield group
            group = _Group()
    if group.rows:
        yield group


def _answers(predictor: Predictor, group: _Group, exif: bool) -> Iterator[tuple[Row, Answer | CrossClipError]]:
    asked = [(_filled(row, look) if exif else row, look) for row, look in group.rows]
    questions = [_question(row, look) for row, look in asked]
    sound = [one for one in questions if not isinstance(one, CrossClipError)]
    embeddings = torch.stack([embedding for embedding, _ in sound]) if sound else None
    answers = iter(predictor.answers(embeddings, [sighting for _, sighting in sound]) if sound else [])
    for (row, _), one in zip(asked, questions, strict=True):
        yield row, one if isinstance(one, CrossClipError) else next(answers)


def _question(row: Row, look: Look | CrossClipError) -> tuple[Tensor, Sighting] | CrossClipError:
    if isinstance(look, CrossClipError):
        return look
    try:
        sighting = row_sighting(row)
    except CrossClipError as error:
        return error
    if isinstance(look.found, Tensor):
        return look.found, sighting
    assert look.found is not None
    return look.found


def _filled(row: Row, look: Look | CrossClipError) -> Row:
    """The row, with what EXIF says shown where it was blank."""
    if isinstance(look, CrossClipError) or not isinstance(look.taken, Sighting):
        return row
    try:
        given = row_sighting(row)
    except CrossClipError:
        return row
    return filled(row, completed(given, look.taken))
