"""One fact of the table in a watcher's words: a part, a mark, the size, the colour of the whole bird."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

from crossclip.field_marks import FieldMarks, Look, Mark, vocabulary
from crossclip.field_marks.differences import colour_family

BODY = ("breast", "belly", "back", "wings", "crown", "face", "flanks", "tail")
TOGETHER = {
    "head": ("crown", "face", "throat"),
    "underparts": ("breast", "belly", "flanks"),
    "upperparts": ("back", "wings", "rump"),
}
SCALES = (  # up to which step of `Size` a bird is called so
    (8, ("tiny", "very small", "little", "small", "teeny")),
    (13, ("small", "little", "smallish", "small", "tiny")),
    (20, ("medium-sized", "medium sized", "smallish", "mid-sized", "")),
    (26, ("big", "medium-large", "large", "fairly large", "good-sized")),
    (99, ("large", "big", "huge", "very large", "great big")),
)


@cache
def everyday() -> dict[str, dict[str, list[str]]]:
    """What people say for each word of the table, by kind of word."""
    return tomllib.loads((Path(__file__).parent / "everyday.toml").read_text(encoding="utf-8"))


class Phrases:
    """Says facts of species in words that chance chooses.

    Args:
        chance: decides every choice, so that the same seed says the same.
        plain: how often a word of the table is left as it stands.
    """

    def __init__(self, chance: Random, plain: float = 0.25) -> None:
        self.chance = chance
        self.plain = plain

    def word(self, kind: str, word: str) -> str:
        """A word of the table as somebody might say it."""
        if self.chance.random() < self.plain:
            return word
        return self.chance.choice(everyday()[kind].get(word, [word]))

    def colours(self, colours: tuple[str, ...]) -> str:
        said = [self.word("colours", colour) for colour in colours]
        if len(said) > 1 and self.chance.random() < 0.3:
            said.pop(self.chance.randrange(1, len(said)))
        return self.chance.choice((" and ", " and ", " & ", " with ", "-")).join(dict.fromkeys(said))

    def look(self, look: Look) -> str:
        """A look without its part: "streaky brown and white"."""
        pattern = self.word("patterns", look.pattern) if look.pattern and self.chance.random() < 0.75 else ""
        if pattern.startswith("with") or pattern.endswith((" on", " the")):
            pattern = str(look.pattern)
        chosen = [shape for shape in look.shapes if self.chance.random() < 0.75]
        shapes = " ".join(self.word("bill_shapes", shape) for shape in chosen)
        if shapes and self.chance.random() < 0.4:
            return shapes
        return " ".join(filter(None, (shapes, pattern, self.colours(look.colours))))

    def part(self, row: FieldMarks) -> str:
        """A part and its look, or several parts in one word: "streaky breast", "belly is white"."""
        names = [*row.parts, "breast", "belly", "breast", "belly", "bill", "bill", "back", "head", *TOGETHER]
        part = self.chance.choice(names)
        if part not in TOGETHER:
            return self.joined(self.look(row.parts[part]), self.word("parts", part))
        looks = [row.parts[one] for one in TOGETHER[part]]
        first, count = Counter(look.colours[0] for look in looks).most_common(1)[0]
        if count < 2:
            one = self.chance.choice(TOGETHER[part])
            return self.joined(self.look(row.parts[one]), self.word("parts", one))
        look = next(look for look in looks if look.colours[0] == first)
        return self.joined(self.look(look), self.word("together", part))

    def mark(self, mark: Mark) -> str:
        """A mark: "white wing bars", "a ring around the eye that is yellow"."""
        name = self.word("marks", mark.name)
        if name.startswith(("no ", "horns", "two ")) or not mark.colours:
            return name
        return self.joined(self.colours(mark.colours), name)

    def joined(self, look: str, part: str) -> str:
        way = self.chance.random()
        if way < 0.62:
            return f"{look} {part}"
        if way < 0.72:
            return f"{part} is {look}" if not part.endswith("s") else f"{part} are {look}"
        if way < 0.8:
            return f"{look} on the {part}"
        return f"{part} {look}" if way < 0.9 else f"{look} {part}".replace(" and ", " ")

    def whole(self, row: FieldMarks) -> str:
        """The colour of the whole bird: "yellow", "black and white", "mostly brown", "streaky brown"."""
        weight: Counter[str] = Counter()
        for part in BODY:
            for place, colour in enumerate(row.parts[part].colours):
                weight[colour] += 2 - place if part in BODY[:5] else 1
        for mark in row.marks:
            weight.update(mark.colours)
        families: Counter[str] = Counter()
        for colour, times in weight.items():
            families[colour_family(colour)] += times
        top = families.most_common(3)
        total = sum(families.values())
        chosen = [family for family, times in top if times > 0.22 * total] or [top[0][0]]
        # The bright colour of a bird is what people name, however little of it there is.
        bright = [f for f in families if f in ("red", "yellow", "orange", "blue", "green", "pink", "purple")]
        if bright and self.chance.random() < 0.4:
            chosen = [self.chance.choice(bright), *chosen]
        said = {family: self.chance.choice([c for c in weight if colour_family(c) == family]) for family in chosen}
        words = list(dict.fromkeys(self.word("colours", colour) for colour in said.values()))
        self.chance.shuffle(words)
        colour = self.chance.choice((" and ", " and ", ", ", "-and-")).join(words[:2])
        if top[0][1] > 0.7 * total and self.chance.random() < 0.4:
            colour = self.chance.choice(("all ", "completely ", "entirely ", "mostly ", "plain ")) + colour
        patterns = [row.parts[part].pattern for part in BODY[:3] if row.parts[part].pattern]
        if patterns and self.chance.random() < 0.5:
            colour = f"{self.look_pattern(patterns[0] or '')} {colour}"
        return colour

    def look_pattern(self, pattern: str) -> str:
        said = self.word("patterns", pattern)
        return pattern if " " in said else said

    def scale(self, row: FieldMarks) -> str:
        """ "small", "big", ..."""
        step = row.size.step + self.chance.choice((-2, -1, 0, 0, 0, 1, 2))
        return self.chance.choice(next(words for limit, words in SCALES if step <= limit))

    def size(self, row: FieldMarks) -> str:
        """Size beside a bird, at times by a guess that is a little off: "robin-sized", "a bit bigger than a crow"."""
        birds = vocabulary().size_birds
        step = row.size.step + self.chance.choice((-2, -1, 0, 0, 0, 0, 0, 1, 2))
        bird, beside = divmod(step + 1, 3)
        name = birds[min(max(bird, 0), len(birds) - 1)]
        article = "an" if name[0] in "aeiou" else "a"
        smaller = (f"smaller than {article} {name}", f"a bit smaller than {article} {name}")
        about = (f"{name}-sized", f"{name} sized", f"about the size of {article} {name}", f"size of {article} {name}")
        larger = (
            f"bigger than {article} {name}",
            f"larger than {article} {name}",
            f"a little bigger than {article} {name}",
        )
        return self.chance.choice((smaller, (*about, f"as big as {article} {name}"), larger)[beside])

    def absence(self, row: FieldMarks) -> str:
        """Something it does not have: "no wing bars"."""
        name = self.chance.choice(
            ("wing bars", "eye-ring", "crest", "breast streaks", "eyebrow", "cap", "spots", "wing bar")
        )
        has = {mark.name for mark in row.marks} | set(row.shape)
        if {name, f"{name}s", name.rstrip("s"), "hood" if name == "cap" else name} & has:
            return self.mark(self.chance.choice(row.marks)) if row.marks else self.part(row)
        if name in ("breast streaks", "spots") and any(look.pattern for look in row.parts.values()):
            return self.part(row)
        return self.chance.choice(("no ", "without ", "no ", "lacks ")) + self.word("marks", name)
