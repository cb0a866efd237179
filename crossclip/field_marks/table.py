"""The table of field marks: a row for each species, and the plumages that are laid over it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from crossclip.errors import CrossClipError
from crossclip.field_marks.vocabulary import Look, Mark, Size, Vocabulary, vocabulary

PLUMAGES = ("male", "female", "young", "winter")
"""The first is the row itself: the adult male in breeding dress, or both sexes where they are alike."""


@dataclass(frozen=True, eq=False)
class FieldMarks:
    """What one species looks like in one plumage, where it keeps, how it behaves and sounds.

    Attributes:
        group: the everyday word: "gull", "warbler", "hawk".
        parts: each part of the vocabulary with its look.
        marks: two to six that tell it in this plumage; a female or young bird may have fewer.
        sound: a phrase of at most ten words.
        similar: the two or three species it is taken for, the most confusing first.
        plumage: one of `PLUMAGES`.
        plumages: those in which it looks different, this row's own first.
    """

    species: str
    scientific_name: str
    order: str
    family: str
    group: str
    size: Size
    shape: tuple[str, ...]
    parts: Mapping[str, Look]
    marks: tuple[Mark, ...]
    habitat: tuple[str, ...]
    behaviour: tuple[str, ...]
    sound: str
    similar: tuple[str, ...]
    plumage: str
    plumages: Mapping[str, FieldMarks]

    def in_plumage(self, plumage: str) -> FieldMarks:
        """The species as female, young or in winter; the row itself where it looks the same then.

        Raises:
            ValueError: if there is no such plumage.
        """
        if plumage not in PLUMAGES:
            raise ValueError(f"plumage {plumage!r} is unknown: use one of {', '.join(PLUMAGES)}")
        return self.plumages.get(plumage, self)

    @property
    def looks(self) -> tuple[FieldMarks, ...]:
        """All plumages in which the species looks different, the row itself first."""
        return (self, *self.plumages.values())


@cache
def field_marks() -> Mapping[str, FieldMarks]:
    """The whole table by common name, read once."""
    text = (files("crossclip.field_marks") / "species.csv").read_text(encoding="utf-8")
    return {row["species"]: read_row(row, vocabulary()) for row in csv.DictReader(text.splitlines())}


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """The species of each everyday group: `groups()["gull"]`."""
    members: dict[str, list[str]] = {}
    for row in field_marks().values():
        members.setdefault(row.group, []).append(row.species)
    return {group: tuple(species) for group, species in sorted(members.items())}


def marks_of(species: str) -> FieldMarks:
    """The row of a species, by its common or scientific name, whatever the case.

    Raises:
        CrossClipError: if the table has no such species.
    """
    wanted = species.strip().casefold().replace("\u2019", "'")
    for row in field_marks().values():
        if wanted in (row.species.casefold(), row.scientific_name.casefold()):
            return row
    raise CrossClipError(f"the table of field marks has no {species!r}: give a species of the model")


def read_row(row: Mapping[str, str], words: Vocabulary) -> FieldMarks:
    """A row as it is written.

    Raises:
        ValueError: for a word that is not in the vocabulary.
    """
    plain = FieldMarks(
        species=row["species"],
        scientific_name=row["scientific_name"],
        order=row["order"],
        family=row["family"],
        group=row["group"],
        size=words.size(row["size"]),
        shape=words.words("shapes", row["shape"]),
        parts={part: words.look(row[part]) for part in words.parts},
        marks=tuple(words.mark(mark) for mark in row["marks"].split("; ")),
        habitat=words.words("habitats", row["habitat"]),
        behaviour=words.words("behaviours", row["behaviour"]),
        sound=row["sound"],
        similar=tuple(row["similar"].split("; ")),
        plumage=PLUMAGES[0],
        plumages={},
    )
    others = {name: _laid_over(plain, name, row[name], words) for name in PLUMAGES[1:] if row[name]}
    return replace(plain, plumages=others)


def _laid_over(plain: FieldMarks, plumage: str, differences: str, words: Vocabulary) -> FieldMarks:
    """The row with what is different in a plumage, written as "crown: gray; marks: white wing bars, long bill"."""
    parts, marks = dict(plain.parts), plain.marks
    for difference in differences.split("; "):
        part, _, value = difference.partition(": ")
        if part == "marks":
            marks = () if value == "none" else tuple(words.mark(mark) for mark in value.split(", "))
        elif part in words.parts:
            parts[part] = words.look(value)
        else:
            raise ValueError(f"{plain.species}, {plumage}: {difference!r} names no part")
    return replace(plain, parts=parts, marks=marks, plumage=plumage)
