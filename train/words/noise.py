"""What goes wrong when people write: letters dropped, doubled or swapped, or the key beside the right one."""

from __future__ import annotations

from random import Random

from crossclip.field_marks import FieldMarks

NEIGHBOURS = {
    **{
        a: b
        for a, b in zip("qwertyuiop", ("wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "ol"), strict=True)
    },
    **{
        a: b
        for a, b in zip("asdfghjkl", ("qs", "awdx", "sefc", "drgv", "fthb", "gyjn", "hukm", "jil", "kop"), strict=True)
    },
    **{a: b for a, b in zip("zxcvbnm", ("ax", "zcs", "xvd", "cbf", "vng", "bmh", "nj"), strict=True)},
}


def misspelt(text: str, chance: Random, errors: int = 1) -> str:
    """The text with some typing errors, each in a word of at least four letters; the first letter stands."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    for place in chance.sample(long, min(errors, len(long))):
        words[place] = _typing_error(words[place], chance)
    return " ".join(words)


def _typing_error(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    way = chance.randrange(4)
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + word[at] + word[at:]
    if way == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice(NEIGHBOURS.get(word[at], word[at])) + word[at + 1 :]


def name(row: FieldMarks, chance: Random) -> str:
    """A species' name, whole or in part, common or scientific, misspelt at times."""
    parts = row.species.split()
    said = chance.choice(
        (row.species, row.species, row.species.lower(), row.scientific_name, " ".join(parts[:-1]) or row.species)
    )
    said = chance.choice(("", "", "", "This is a photograph of a bird called ", "a ", "looks like a ")) + said
    return misspelt(said, chance) if chance.random() < 0.15 else said
