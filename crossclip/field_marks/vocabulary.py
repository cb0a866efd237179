"""The words that the table of field marks is written in, and how its values are read: parts, marks and sizes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Look:
    """What one part looks like, such as "streaked white and brown" or, of a bill, "short conical orange".

    Attributes:
        shapes: of a bill; other parts have none.
        pattern: "streaked", "barred", ...; None where the part is plain.
        colours: one to three, the most of it first.
    """

    shapes: tuple[str, ...]
    pattern: str | None
    colours: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((*self.shapes, *([self.pattern] if self.pattern else []), " and ".join(self.colours)))


@dataclass(frozen=True)
class Mark:
    """One thing that tells a bird, such as "white wing bars"; with up to two colours, or none."""

    name: str
    colours: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{' and '.join(self.colours)} {self.name}".lstrip()


@dataclass(frozen=True)
class Size:
    """Size beside a bird that most people know: "smaller than a robin".

    Attributes:
        step: on a ladder where each known bird is three steps above the one before it.
    """

    relation: str
    bird: str
    step: int

    def __str__(self) -> str:
        article = f"{self.relation}n" if self.bird[0] in "aeiou" else self.relation
        return f"{article} {self.bird}"


@dataclass(frozen=True)
class Vocabulary:
    """All words of the table.

    Attributes:
        marks: the parts that each mark lies on.
    """

    parts: tuple[str, ...]
    patterns: tuple[str, ...]
    colours: tuple[str, ...]
    bill_shapes: tuple[str, ...]
    size_relations: tuple[str, ...]
    size_birds: tuple[str, ...]
    groups: tuple[str, ...]
    shapes: tuple[str, ...]
    habitats: tuple[str, ...]
    behaviours: tuple[str, ...]
    marks: Mapping[str, tuple[str, ...]]

    def look(self, text: str) -> Look:
        """Read a part's value.

        Raises:
            ValueError: for a word that is not in the vocabulary.
        """
        rest, shapes = text, []
        while found := next((shape for shape in self.bill_shapes if rest.startswith(f"{shape} ")), None):
            shapes.append(found)
            rest = rest.removeprefix(f"{found} ")
        pattern = next((pattern for pattern in self.patterns if rest.startswith(f"{pattern} ")), None)
        colours = rest.removeprefix(f"{pattern} ").split(" and ")
        self._known("colour", colours, self.colours)
        return Look(tuple(shapes), pattern, tuple(colours))

    def mark(self, text: str) -> Mark:
        """Read a mark.

        Raises:
            ValueError: for a mark or a colour that is not in the vocabulary.
        """
        name = max((n for n in self.marks if text == n or text.endswith(f" {n}")), key=len, default=None)
        if name is None:
            raise ValueError(f"{text!r} is no mark of the vocabulary")
        colours = text.removesuffix(name).strip()
        if not colours:
            return Mark(name)
        self._known("colour", colours.split(" and "), self.colours)
        return Mark(name, tuple(colours.split(" and ")))

    def size(self, text: str) -> Size:
        """Read a size.

        Raises:
            ValueError: for one that is not written as the vocabulary has it.
        """
        for relation in self.size_relations:
            bird = text.removeprefix(relation).removeprefix("n").strip()
            if text.startswith(relation) and bird in self.size_birds:
                step = 3 * self.size_birds.index(bird) + self.size_relations.index(relation) - 1
                # Relations are written smaller, about, larger: from one step below the bird to one above.
                return Size(relation, bird, step)
        raise ValueError(f"{text!r} is no size: write such as 'about a robin'")

    def words(self, kind: str, text: str) -> tuple[str, ...]:
        """Read a list of "shapes", "habitats" or "behaviours", parted by semicolons.

        Raises:
            ValueError: for a word that is not in the vocabulary.
        """
        found = tuple(text.split("; "))
        self._known(kind, found, getattr(self, kind))
        return found

    @staticmethod
    def _known(kind: str, words: tuple[str, ...] | list[str], known: tuple[str, ...]) -> None:
        if unknown := [word for word in words if word not in known]:
            raise ValueError(f"{', '.join(map(repr, unknown))}: not among the {kind} of the vocabulary")


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of `species.csv`, read once."""
    text = (files("crossclip.field_marks") / "vocabulary.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    marks = {name: tuple(parts) for name, parts in lists.pop("marks").items()}
    return Vocabulary(**{name: tuple(words) for name, words in lists.items()}, marks=marks)
