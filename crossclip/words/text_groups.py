"""Groups of species that a word names: "gulls", "raptors", a genus, family or order, the last word of a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from crossclip.field_marks import field_marks, groups

IRREGULAR = {"goose": "geese", "titmouse": "titmice"}
PREY = ("hawk", "eagle", "falcon", "kite", "harrier", "osprey", "caracara", "owl")
COLLECTIVE = {
    "raptor": (*PREY, "vulture"),
    "bird of prey": PREY,
    "waterfowl": ("duck", "goose", "swan"),
    "shorebird": ("sandpiper", "plover", "oystercatcher", "avocet", "stilt", "curlew", "godwit", "turnstone"),
    "wader": ("heron", "egret", "ibis", "bittern", "crane", "stork", "spoonbill"),
    "seabird": ("auk", "gull", "tern", "cormorant", "pelican", "gannet", "murre", "puffin", "guillemot"),
}
"""Words for several everyday groups; those that no species is in are left out."""
ORDERS = {"songbird": "Passeriformes", "perching bird": "Passeriformes"}


def group_members(text: str, species: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """The group that a text names, in the singular or plural, and those of some species that are in it; or None.

    >>> group_members("Gulls", ["Western Gull", "Ring-billed Gull", "Blue Jay"])
    ('gull', ('Western Gull', 'Ring-billed Gull'))
    """
    wanted = " ".join(text.casefold().split())
    for name, members in _named_groups().items():
        if wanted in (name.casefold(), plural(name.casefold())):
            known = tuple(one for one in species if one in members)
            return (name, known) if known else None
    last = [(one, one.casefold().replace("-", " ").split()[-1]) for one in species]
    known = tuple(one for one, word in last if wanted in (word, plural(word)))
    return (known[0].split()[-1].split("-")[-1].casefold(), known) if known else None


@cache
def _named_groups() -> dict[str, frozenset[str]]:
    """The species of each group by its name, everyday groups first: a family may be called as a genus is."""
    found = {group: frozenset(members) for group, members in groups().items()}
    for name, parts in COLLECTIVE.items():
        found[name] = frozenset(one for part in parts for one in groups().get(part, ()))
    table = field_marks()
    for name, order in ORDERS.items():
        found[name] = frozenset(one for one, row in table.items() if row.order == order)
    scientific: dict[str, set[str]] = {}
    for one, row in table.items():
        for taxon in (row.scientific_name.partition(" ")[0], row.family, row.order):
            scientific.setdefault(taxon, set()).add(one)
    return found | {taxon: frozenset(members) for taxon, members in scientific.items() if taxon not in found}


def plural(group: str) -> str:
    """More than one of a group: "titmice", "larks", "finches", "canaries", "birds of prey"."""
    first, of, rest = group.partition(" of ")
    if of:
        return f"{plural(first)}{of}{rest}"
    for one, many in IRREGULAR.items():
        if group.endswith(one):
            return group.removesuffix(one) + many
    if group.endswith(("s", "sh", "ch", "x")):
        return f"{group}es"
    if group.endswith("y") and group[-2] not in "aeiou":
        return f"{group[:-1]}ies"
    return f"{group}s"
