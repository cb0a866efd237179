"""Descriptions of a species as a watcher might write them, composed from the table of field marks by chance.

The same seed composes the same sentences. The ways in `HELD_OUT` are for choosing, never for training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from crossclip.field_marks import FieldMarks, field_marks
from train.words.noise import misspelt, name
from train.words.phrases import Phrases, everyday

FACTS = (1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8)
"""How many facts a sentence tells, each as often as it stands here."""
WRONG_DETAIL, CHATTER, MISSPELT, NAMED = 0.15, 0.35, 0.12, 0.06
PLUMAGE_WORDS = {
    "male": ("male", "the male", "adult", "breeding"),
    "female": ("female", "female", "the female", "hen"),
    "young": ("young", "juvenile", "immature", "baby", "fledgling"),
    "winter": ("winter", "in winter", "winter plumage", "nonbreeding"),
}
OPENINGS = ("", "", "", "", "saw a ", "I saw a ", "what is this ", "a ", "there was a ", "just saw a ", "we had a ")
TIMES = ("this morning", "today", "yesterday", "early in the morning", "all day", "last week", "in the evening")


class Composer:
    """Composes descriptions of species.

    Args:
        chance: decides every choice.
    """

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.say = Phrases(chance)

    def description(self, row: FieldMarks, ways: tuple[str, ...] = ()) -> str:
        """One description: of the male, the female, a young bird or one in winter where these look different.

        Args:
            ways: of `WAYS` to choose from; those for training by default.
        """
        looks = row.looks
        seen = row if len(looks) == 1 or self.chance.random() < 0.6 else self.chance.choice(looks[1:])
        count = self.chance.choice(FACTS)
        facts = self.facts(seen, count)
        if count > 2 and self.chance.random() < WRONG_DETAIL:
            facts[self.chance.randrange(len(facts))] = self.wrong(row)
        text = WAYS[self.chance.choice(ways or TRAINED)](self, seen, facts)
        if seen is not row and self.chance.random() < 0.4:
            word = self.chance.choice(PLUMAGE_WORDS[seen.plumage])
            text = self.chance.choice((f"{word} {text}", f"{text}, {word}"))
        if self.chance.random() < CHATTER:
            text = self.chatter(text)
        if self.chance.random() < MISSPELT:
            text = misspelt(text, self.chance, self.chance.choice((1, 1, 2, 3)))
        return " ".join(text.split())

    def chatter(self, text: str) -> str:
        """The text with words between that say nothing, so that what is read does not hang on them."""
        words, chatter = text.split(), everyday()["chatter"]["words"]
        for _ in range(self.chance.choice((1, 1, 2, 3, 4, 6))):
            place = self.chance.randrange(len(words) + 1)
            words[place:place] = self.chance.sample(chatter, self.chance.choice((1, 1, 2, 3)))
        return " ".join(words)

    def facts(self, row: FieldMarks, count: int) -> list[str]:
        """Some facts, each said once; marks first of all, since they are what people look at."""
        marks = self.chance.sample(row.marks, min(len(row.marks), self.chance.choice((0, 1, 1, 2, 2, 3, count))))
        facts = [self.say.mark(mark) for mark in marks][:count]
        while len(facts) < count:
            facts.append(self.fact(row))
        self.chance.shuffle(facts)
        return facts

    def fact(self, row: FieldMarks) -> str:
        """One fact that is no mark."""
        way = self.chance.random()
        if way < 0.48:
            return self.say.part(row)
        if way < 0.6:
            return self.say.size(row)
        if way < 0.68:
            return self.say.word("shapes", self.chance.choice(row.shape))
        if way < 0.78:
            return self.say.word("habitats", self.chance.choice(row.habitat))
        if way < 0.9:
            return self.say.word("behaviours", self.chance.choice(row.behaviour))
        return self.say.absence(row) if way < 0.94 else self.sound(row)

    def sound(self, row: FieldMarks) -> str:
        """What it sounds like, or one phrase of it."""
        said = self.chance.choice((row.sound, *row.sound.replace(" or ", "; ").split("; ")))
        way = self.chance.choice(
            ("", "", "sounds like ", "song: ", "call is ", "making a sound like ", "singing ", "calls ")
        )
        return way + said

    def wrong(self, row: FieldMarks) -> str:
        """A fact of a species it is taken for, or of any species."""
        table = field_marks()
        near = [name for name in row.similar if name in table]
        names = near if near and self.chance.random() < 0.6 else list(table)
        return self.fact(table[self.chance.choice(names)])

    def bird(self, row: FieldMarks) -> str:
        """ "bird", or the everyday group it belongs to."""
        if self.chance.random() < 0.55:
            return self.chance.choice(("bird", "bird", "bird", "birds", "birdie", "one"))
        said = self.chance.choice(everyday()["groups"].get(row.group, [row.group]))
        return self.chance.choice((said, said, f"{said}s", f"some kind of {said}", f"kind of {said}"))

    def head(self, row: FieldMarks) -> str:
        """The bird as one would begin: "small yellow bird"."""
        shape = self.chance.choice(row.shape) if self.chance.random() < 0.2 else ""
        words = [
            self.say.scale(row) if self.chance.random() < 0.6 else "",
            shape,
            self.say.whole(row) if self.chance.random() < 0.7 else "",
            self.bird(row),
        ]
        return " ".join(filter(None, words))

    def listed(self, facts: list[str]) -> str:
        end = self.chance.choice((", ", ", and ", " and ", " with "))
        between = self.chance.choice((", ", ", ", " and ", "; "))
        return end.join(filter(None, (between.join(facts[:-1]), facts[-1])))


def _headed(compose: Composer, row: FieldMarks, facts: list[str]) -> str:
    link = compose.chance.choice((" with ", " with a ", ", ", " that has ", " that had a ", " which has ", ": "))
    return compose.chance.choice(OPENINGS) + compose.head(row) + link + compose.listed(facts)


def _fragments(compose: Composer, row: FieldMarks, facts: list[str]) -> str:
    first = [compose.head(row)] if compose.chance.random() < 0.4 else []
    return compose.chance.choice((", ", ", ", " ", "; ", ". ")).join(first + facts)


def _told(compose: Composer, row: FieldMarks, facts: list[str]) -> str:
    chance = compose.chance
    parts = [chance.choice(OPENINGS) + compose.head(row)]
    for fact in facts:
        parts.append(chance.choice(("it had ", "it has a ", "with ", "has ", "the ", "its ", "had a ", "")) + fact)
    if chance.random() < 0.3:
        parts.insert(chance.choice((0, 1, len(parts))), chance.choice(TIMES))
    return chance.choice((". ", ". ", ", ", ". It was ")).join(parts)


def _habits(compose: Composer, row: FieldMarks, facts: list[str]) -> str:
    say, chance = compose.say, compose.chance
    doing = say.word("behaviours", chance.choice(row.behaviour))
    where = say.word("habitats", chance.choice(row.habitat))
    order = [compose.head(row), chance.choice((f"{doing} {where}", doing, where)), compose.listed(facts[:3])]
    return chance.choice((", ", " ", ". ")).join(order if chance.random() < 0.7 else [order[0], order[2], order[1]])


def _short(compose: Composer, row: FieldMarks, facts: list[str]) -> str:
    return f"{compose.head(row)} {facts[0]}" if compose.chance.random() < 0.6 else compose.head(row)


def _letter(compose: Composer, row: FieldMarks, facts: list[str]) -> str:
    where = compose.say.word("habitats", compose.chance.choice(row.habitat))
    said = ". I noticed its ".join(facts[:4])
    return f"Hello, can anyone help me? {where} there sat this {compose.bird(row)}. I noticed its {said}"


def _questioned(compose: Composer, row: FieldMarks, facts: list[str]) -> str:
    return f"which {compose.bird(row)} shows {' plus '.join(facts[:4])}, and is {compose.say.scale(row)}?"


WAYS: dict[str, Callable[[Composer, FieldMarks, list[str]], str]] = {
    "headed": _headed,
    "fragments": _fragments,
    "told": _told,
    "habits": _habits,
    "short": _short,
    "letter": _letter,
    "questioned": _questioned,
}
HELD_OUT = ("letter", "questioned")
TRAINED = ("headed", "headed", "headed", "fragments", "fragments", "told", "told", "habits", "habits", "short")


def descriptions(species: str, count: int, seed: int = 0, ways: tuple[str, ...] = ()) -> Iterator[str]:
    """Descriptions of a species, names among them; the same for the same seed.

    Args:
        count: how many.
        ways: of `WAYS`; with those given, no names.
    """
    chance = Random(f"{seed} {species}")
    composer, row = Composer(chance), field_marks()[species]
    for _ in range(count):
        if not ways and chance.random() < NAMED:
            yield name(row, chance)
        else:
            yield composer.description(row, ways)
