"""Which field marks tell two species apart."""

from __future__ import annotations

from dataclasses import dataclass

from crossclip.field_marks.table import FieldMarks
from crossclip.field_marks.vocabulary import Look


@dataclass(frozen=True)
class Difference:
    """One thing that is different.

    Attributes:
        about: a part, a mark's name, or "size", "shape", "habitat", "behaviour", "sound".
        first, second: what each of the two has; "" where it has nothing of the kind.
    """

    about: str
    first: str
    second: str


def differences(first: FieldMarks, second: FieldMarks) -> tuple[Difference, ...]:
    """What tells two species apart, in the plumages given: marks first, then size, parts and the rest.

    A part counts where no colour is shared or the pattern is another one; shades of a colour do not.
    """
    found = [*_marks(first, second)]
    if abs(first.size.step - second.size.step) > 1:
        found.append(Difference("size", str(first.size), str(second.size)))
    for part, look in first.parts.items():
        other = second.parts[part]
        if not _families(look) & _families(other) or look.pattern != other.pattern or look.shapes != other.shapes:
            found.append(Difference(part, str(look), str(other)))
    for about in ("shape", "habitat", "behaviour"):
        ours, theirs = getattr(first, about), getattr(second, about)
        if not set(ours) & set(theirs):
            found.append(Difference(about, "; ".join(ours), "; ".join(theirs)))
    if first.sound != second.sound:
        found.append(Difference("sound", first.sound, second.sound))
    return tuple(found)


def colour_family(colour: str) -> str:
    """A colour as most people would call it: "chestnut" is brown, "blue-gray" gray, "iridescent green" green."""
    return _FAMILIES.get(colour, colour.split()[-1])


_FAMILIES = {
    **dict.fromkeys(("rufous", "chestnut", "cinnamon", "maroon"), "reddish brown"),
    **dict.fromkeys(("buff", "tan", "sandy", "cream"), "tan"),
    **dict.fromkeys(("gray-brown", "bronze"), "brown"),
    **dict.fromkeys(("blue-gray", "silver"), "gray"),
    **dict.fromkeys(("yellow-green", "olive"), "olive"),
    **dict.fromkeys(("rose",), "pink"),
    **dict.fromkeys(("golden",), "yellow"),
    **dict.fromkeys(("turquoise",), "blue"),
}


def _families(look: Look) -> set[str]:
    return {colour_family(colour) for colour in look.colours}


def _marks(first: FieldMarks, second: FieldMarks) -> list[Difference]:
    ours = {mark.name: mark for mark in first.marks}
    theirs = {mark.name: mark for mark in second.marks}
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    return [Difference(name, str(ours.get(name, "")), str(theirs.get(name, ""))) for name in names]
