"""From what a person writes to a place: coordinates, a town, a town in a state, a state."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossclip.gazetteer.regions import Region, plain_name, regions_named
from crossclip.gazetteer.towns import Town, towns
from crossclip.sighting import Sighting, SightingError

LONGEST = 100  # characters of a place
OTHERS = 2  # towns of the same name that are pointed to
SUGGESTIONS = 3
NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")
EXAMPLES = 'a town such as Duluth, MN, or coordinates such as "46.8, -92.1"'
NOWHERE = Region("", "", "", "")


class PlaceError(SightingError):
    """A place that is not known by this name; the message suggests near ones."""


@dataclass(frozen=True)
class FoundPlace:
    """A place that was looked for.

    Attributes:
        place: without a date.
        label: its name, as "Duluth, Minnesota"; blank for coordinates.
        remark: what was taken for it where that was not certain, a sentence; blank where it was.
    """

    place: Sighting
    label: str = ""
    remark: str = ""


def find_place(text: str) -> FoundPlace:
    """The place that a text names: "Duluth", "Duluth, MN", "Duluth Minnesota", "Minnesota" or "46.8, -92.1".

    Of several towns the largest is taken, of a state or country its largest town, and the remark says so.

    Raises:
        PlaceError: for a name that is not known, with near ones, and for a text that is blank or too long.
        SightingError: for coordinates off the globe.
    """
    text = " ".join(text.replace("\u2212", "-").split())  # the minus that is printed
    if not text or len(text) > LONGEST:
        raise PlaceError(f"a place has 1 to {LONGEST} characters: write {EXAMPLES}")
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    if all(NUMBER.fullmatch(part) for part in parts):
        if len(parts) != 2:
            raise PlaceError(f"{_shown(text)} is not latitude, longitude: write {EXAMPLES}")
        return FoundPlace(Sighting.parse(parts[1], parts[0]))
    for name, regions in _readings(text):
        found = towns().named(name, regions)
        if whole := _whole(name, regions, found):
            return _largest_in(whole)
        if found:
            return _one_of(found, name)
    raise PlaceError(f"{_shown(text)} is not known as a place: {_hint(text)}")


def _readings(text: str) -> list[tuple[str, Sequence[Region]]]:
    """What a text may mean, the likeliest first: a name, and the regions of which one holds it."""
    name, *rest = _parts(text)
    if rest:  # the state before the country: what follows it adds nothing
        return [(name, regions_named(rest[0]) or (NOWHERE,))]
    words = name.split()
    ends = ((words[:-count], regions_named(" ".join(words[-count:]))) for count in range(1, min(len(words), 4)))
    return [(name, ()), *((" ".join(start), regions) for start, regions in ends if regions)]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()] or [text]


def _whole(name: str, regions: Sequence[Region], found: Sequence[Town]) -> Region | None:
    """The state or country that a name means itself, and not a town of the name: Mexico before Mexico, Philippines."""
    named = regions_named(name)
    if regions:
        named = tuple(one for one in named if any(one.country == region.country for region in regions))
    if not named or not found:
        return named[0] if named else None
    largest = named[0].kind == "country" and next((one for one in towns().towns if one.lies_in(named[0])), None)
    return named[0] if largest and largest.population > found[0].population else None


def _one_of(found: Sequence[Town], name: str) -> FoundPlace:
    town = found[0]
    others = [label for label in dict.fromkeys(one.label for one in found) if label != town.label][:OTHERS]
    remark = ""
    if plain_name(town.name) != plain_name(name):
        remark = f"{town.label}, is taken"
    elif others:
        remark = f"{town.label}, is taken, the largest town of that name: for another write {' or '.join(others)}"
    return FoundPlace(Sighting(town.longitude, town.latitude), town.label, remark)


def _largest_in(region: Region) -> FoundPlace:
    town = next((one for one in towns().towns if one.lies_in(region)), None)
    if town is None:
        raise PlaceError(f"{region.name} has no town that is known here: write {EXAMPLES}")
    remark = f"{region.name} is a {region.kind}: its largest town, {town.name}, is taken"
    return FoundPlace(Sighting(town.longitude, town.latitude), town.label, remark)


def _hint(text: str) -> str:
    """What may have been meant: the town elsewhere, or towns that are spelt nearly so."""
    name, *rest = _parts(text)
    if elsewhere := towns().named(name):
        labels = [*dict.fromkeys(town.label for town in elsewhere)][:SUGGESTIONS]
        return f"there is {_listed(labels, 'and')}"
    wanted, regions = plain_name(name), [region for part in rest[:1] for region in regions_named(part)]
    # Who misspells a name seldom misspells its first letter, and a hundredth of all towns is compared at once.
    like = [key for key in towns().by_name if key[:1] == wanted[:1]]
    close = difflib.get_close_matches(wanted, like, n=4 * SUGGESTIONS, cutoff=0.7)
    near = [town for key in close for town in towns().by_name[key][: 1 if not regions else None]]
    near = [town for town in near if not regions or any(town.lies_in(region) for region in regions)] or near
    labels = [*dict.fromkeys(town.label for town in near)][:SUGGESTIONS]
    return f"perhaps {_listed(labels, 'or')} is meant" if labels else f"write {EXAMPLES}"


def _listed(labels: Sequence[str], word: str) -> str:
    *first, last = labels
    return f"{'; '.join(first)} {word} {last}" if first else last


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
