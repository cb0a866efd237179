"""True names in a table, and what they say of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossclip.answer import Answer
from crossclip.predict import Predictor
from pages.many.lines import Line
from pages.many.roll import COLUMNS

RIGHT, WRONG, OFF_LIST, NO_ANSWER = "right", "wrong", "not on the list", "no answer"


@dataclass(frozen=True)
class Mark:
    """What a true name says of an answer.

    Attributes:
        name: the true species as the model calls it, or as the table does where the model has none such.
        said: the species that the answer puts first; "" without an answer.
        verdict: one of the four above.
        by_photo: whether the photo alone is right.
    """

    name: str
    said: str
    verdict: str
    by_photo: bool


def true_column(lines: Sequence[Line], columns: Sequence[str], predictor: Predictor) -> str | None:
    """The column that most names of species stand in, if that is half of what it says."""
    known = _names(predictor)

    def named(column: str) -> float:
        values = [text for line in lines if (text := line.row[column].strip())]
        return sum(_key(text) in known for text in values) / len(values) if values else 0.0

    shares = {column: named(column) for column in columns if column not in COLUMNS}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= 0.5 else None


def marks(lines: Sequence[Line], column: str, predictor: Predictor) -> list[Mark | None]:
    """A mark for each line; None where the table says no true name."""
    known = _names(predictor)
    return [_mark(line.answered, text, known) if (text := line.row[column].strip()) else None for line in lines]


def score(marked: Sequence[Mark | None]) -> str:
    """How many answers are right, as a sentence."""
    judged = [mark for mark in marked if mark is not None and mark.verdict in (RIGHT, WRONG)]
    others = [mark for mark in marked if mark is not None and mark.verdict == OFF_LIST]
    right, alone = sum(mark.verdict == RIGHT for mark in judged), sum(mark.by_photo for mark in judged)
    off_list = f" {len(others)} true names are not on the model's list, so it cannot be right there." if others else ""
    return f"{right} of {len(judged)} answers are right; by the photo alone {alone}.{off_list}"


def _mark(answered: object, text: str, known: dict[str, str]) -> Mark:
    name = known.get(_key(text))
    if not isinstance(answered, Answer):
        return Mark(name or text, "", NO_ANSWER, False)
    said = answered.species[int(answered.probability.argmax())]
    if name is None:
        return Mark(text, said, OFF_LIST, False)
    photo = answered.photo_probability
    by_photo = photo is not None and answered.species[int(photo.argmax())] == name
    return Mark(name, said, RIGHT if said == name else WRONG, by_photo)


def _key(text: str) -> str:
    return text.strip().casefold().replace("\u2019", "'")


def _names(predictor: Predictor) -> dict[str, str]:
    """Common names by what a table may call a species: its common or its scientific name."""
    config = predictor.config
    pairs = zip(config.scientific_names, config.species, strict=True)
    return {_key(name): species for name, species in pairs if name} | {_key(name): name for name in config.species}
