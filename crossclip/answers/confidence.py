"""How sure an answer is, in words, and what is said where no one species is sure: a group of them.

An answer steps up from its first species to the narrowest of everyday group ("gull"), genus and family that is sure
enough, by the sum of the probabilities of its species.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crossclip.answer import Answer

SURE, FAIRLY_SURE, UNSURE = 0.95, 0.8, 0.5
"""From these probabilities on, an answer is called so; below the last it is a guess."""


@dataclass(frozen=True)
class Group:
    """Several species that are one thing.

    Attributes:
        name: as it stands in a sentence: "gull", "bird of the genus Larus".
        probability: the sum over its species.
        species: how many of the model's species it has.
    """

    name: str
    probability: float
    species: int


@dataclass(frozen=True)
class Verdict:
    """What an answer comes to.

    Attributes:
        species, scientific_name, probability: the likeliest.
        group: that of the likeliest species, where it is sure enough and the species is not.
        familiar: whether the photo looks like something the model knows; True without a photo.
    """

    species: str
    scientific_name: str
    probability: float
    group: Group | None
    familiar: bool

    @property
    def word(self) -> str:
        """How sure it is of the species; at most "unsure" where the photo is unlike what the model knows."""
        said = confidence_word(self.probability)
        return said if self.familiar or self.probability < UNSURE else confidence_word(UNSURE)

    @property
    def unknown(self) -> bool:
        """Whether it may be of nothing the model knows: an unfamiliar photo, and no species and no group is likely."""
        return not self.familiar and self.probability < UNSURE and self.group is None

    @property
    def sure(self) -> bool:
        """Whether the species can be said without more ado."""
        return self.word in (confidence_word(FAIRLY_SURE), confidence_word(SURE))

    @property
    def headline(self) -> str:
        """ "Western Gull", "Probably Western Gull", "A gull, probably Western Gull"; or that it may be unknown."""
        if self.unknown:
            return "Perhaps a bird I do not know"
        if self.sure:
            return self.species
        likely = "probably" if self.probability >= UNSURE else "perhaps"
        start = "" if self.group is None else f"{with_article(self.group.name)}, "
        text = f"{start}{likely} {self.species}"
        return f"{text[0].upper()}{text[1:]}"


def verdict(answer: Answer, familiar: bool = True) -> Verdict:
    """What an answer comes to.

    Args:
        familiar: of its photo, by `Predictor.is_familiar`.
    """
    first = int(answer.probability.argmax())
    probability = float(answer.probability[first])
    group = None if probability >= FAIRLY_SURE else surest_group(answer, first)
    return Verdict(answer.species[first], answer.scientific_names[first], probability, group, familiar)


def surest_group(answer: Answer, species: int) -> Group | None:
    """The first of everyday group, genus and family of a species that is at least fairly sure; None if none is."""
    for name, members in _groups_of(answer, species):
        summed = float(answer.probability[members].sum())
        if len(members) > 1 and summed >= FAIRLY_SURE:
            return Group(name, min(summed, 1.0), len(members))
    return None


def confidence_word(probability: float) -> str:
    """ "sure", "fairly sure", "unsure" or "a guess"."""
    steps = ((SURE, "sure"), (FAIRLY_SURE, "fairly sure"), (UNSURE, "unsure"))
    return next((word for least, word in steps if probability >= least), "a guess")


def with_article(name: str) -> str:
    """ "a gull", "an owl"."""
    return f"{'an' if name[0].lower() in 'aeio' else 'a'} {name}"


def _groups_of(answer: Answer, species: int) -> Iterator[tuple[str, list[int]]]:
    from crossclip.field_marks import field_marks

    marks = field_marks()
    rows = [marks.get(name) for name in answer.species]
    own = rows[species]
    if own is not None:
        yield own.group, [i for i, row in enumerate(rows) if row is not None and row.group == own.group]
    genus = answer.scientific_names[species].partition(" ")[0]
    if genus:
        yield (
            f"bird of the genus {genus}",
            [i for i, name in enumerate(answer.scientific_names) if name.partition(" ")[0] == genus],
        )
    if own is not None:
        family = [i for i, row in enumerate(rows) if row is not None and row.family == own.family]
        yield f"bird of the family {own.family}", family
