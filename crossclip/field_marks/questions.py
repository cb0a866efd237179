"""The question that would tell the likeliest species apart, chosen from the table of field marks.

Each question has a few choices; the table says how likely each choice is for a bird of each species, allowing for what
watchers get wrong and for plumages. The question that tells most is the one whose answer is expected to take most
uncertainty away (the mutual information of answer and species, in bits).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import torch
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.field_marks.differences import colour_family
from crossclip.field_marks.table import FieldMarks, field_marks
from crossclip.field_marks.wording import BEHAVIOURS, COLOURED, MARKS, PATTERNED, SIZES

MISTAKEN, MISTAKEN_SMALL = 0.12, 0.25
"""How often a watcher answers what the table would not have, and so for parts that few look at."""
SMALL = ("eye", "rump", "legs", "bill")
DONE, DONE_BY_OTHERS = 0.5, 0.08
"""How often a bird does what its species is known for while it is watched, and how often others do it."""
SHOWN = 7  # colours to choose from, and "another colour"
YES_NO = ("yes", "no")


@dataclass(frozen=True, eq=False)
class Question:
    """A question about what was seen.

    Attributes:
        about: what it is about, such as "wing bars" or "colour of the belly"; for telling questions apart.
        text: the question: "Did it have wing bars?"
        choices: two or more answers.
        likelihood: (choices, species): how often a bird of the species would get the answer; columns sum to one.
    """

    about: str
    text: str
    choices: tuple[str, ...]
    likelihood: Tensor

    def answered(self, probability: Tensor, choice: int | str) -> Tensor:
        """Probabilities (species,) after an answer, by Bayes' rule."""
        row = self.likelihood[self.choices.index(choice) if isinstance(choice, str) else choice]
        weighed = probability * row.to(probability)
        return weighed / weighed.sum()


def best_question(probability: Tensor, species: Sequence[str], asked: Iterable[str] = ()) -> Question | None:
    """The question that would tell the first two apart, and others besides where several would.

    Args:
        probability: (species,) as the model answers.
        species: the names of these, in the same order.
        asked: `about` of the questions that were asked before; they are not asked again.

    Returns:
        None where no question is left that tells the first two apart.

    Raises:
        CrossClipError: if the table lacks one of the species.
    """
    questions = [question for question in all_questions(tuple(species)) if question.about not in set(asked)]
    if not questions or len(species) < 2:
        return None
    leaders = torch.zeros_like(probability)
    first = probability.topk(2).indices
    leaders[first] = 0.5  # however far apart they are: what is wanted is what tells them apart
    between = [information(question, leaders) for question in questions]
    overall = [information(question, probability) for question in questions]
    best = max(range(len(questions)), key=lambda i: between[i] + overall[i])
    return questions[best] if between[best] > 0.05 else None


def information(question: Question, probability: Tensor) -> float:
    """Bits that the answer is expected to tell about the species, of probabilities (species,)."""
    likelihood = question.likelihood.to(probability)
    answer = likelihood @ probability
    gained = likelihood * probability * (likelihood / answer.clamp_min(1e-12)[:, None]).clamp_min(1e-12).log2()
    return float(gained.sum())


@cache
def all_questions(species: tuple[str, ...]) -> tuple[Question, ...]:
    """All questions that the table can answer for these species.

    Raises:
        CrossClipError: if the table lacks one of them.
    """
    table = field_marks()
    if missing := [name for name in species if name not in table]:
        raise CrossClipError(f"the table of field marks lacks {', '.join(missing)}")
    rows = [table[name] for name in species]
    questions = [_yes_no(mark, text, rows, partial(_has, mark=mark)) for mark, text in MARKS.items()]
    for part, noun in PATTERNED.items():
        text = f"Was the {noun} streaked, spotted or barred?"
        questions.append(_yes_no(f"pattern of the {part}", text, rows, partial(_patterned, part=part)))
    for behaviour, text in BEHAVIOURS.items():
        yes = torch.tensor([DONE if behaviour in row.behaviour else DONE_BY_OTHERS for row in rows])
        questions.append(Question(behaviour, text, YES_NO, torch.stack([yes, 1 - yes])))
    questions += [_colour(part, noun, rows) for part, noun in COLOURED.items()]
    return (*questions, _size(rows))


def _yes_no(about: str, text: str, rows: list[FieldMarks], has: Callable[[FieldMarks], bool]) -> Question:
    yes = torch.tensor([_share(row, has) for row in rows])
    yes = MISTAKEN + (1 - 2 * MISTAKEN) * yes
    return Question(about, text, YES_NO, torch.stack([yes, 1 - yes]))


def _share(row: FieldMarks, has: Callable[[FieldMarks], bool]) -> float:
    """Part of the birds of a species that have something: half of them look like the row, where plumages differ."""
    first, *others = row.looks
    if not others:
        return float(has(first))
    return 0.5 * has(first) + 0.5 * sum(map(has, others)) / len(others)


def _has(row: FieldMarks, mark: str) -> bool:
    names = {one.name for one in row.marks}
    return mark in names or f"{mark}s" in names or mark.rstrip("s") in names or (mark == "crest" and _crested(row))


def _patterned(row: FieldMarks, part: str) -> bool:
    return row.parts[part].pattern is not None


def _crested(row: FieldMarks) -> bool:
    return bool({"crested", "tufted"} & set(row.shape))


def _colour(part: str, noun: str, rows: list[FieldMarks]) -> Question:
    """What colour a part was: the commonest families of colours, and another one."""
    shares: list[dict[str, float]] = []
    total: dict[str, float] = {}
    for row in rows:
        share: dict[str, float] = {}
        for place, look in enumerate(row.looks):
            weight = 1.0 if len(row.looks) == 1 else 0.5 if place == 0 else 0.5 / (len(row.looks) - 1)
            colours = look.parts[part].colours
            for colour in colours:
                share[colour_family(colour)] = share.get(colour_family(colour), 0.0) + weight / len(colours)
        shares.append(share)
        for family, part_of in share.items():
            total[family] = total.get(family, 0.0) + part_of
    shown = sorted(total, key=lambda family: -total[family])[:SHOWN]
    columns = [[share.get(family, 0.0) for family in shown] for share in shares]
    likelihood = torch.tensor([[*column, max(0.0, 1 - sum(column))] for column in columns]).T
    mistaken = 2 * (MISTAKEN_SMALL if part in SMALL else MISTAKEN)
    likelihood = (1 - mistaken) * likelihood + mistaken / len(likelihood)
    return Question(f"colour of the {part}", f"What colour was the {noun}?", (*shown, "another colour"), likelihood)


def _size(rows: list[FieldMarks]) -> Question:
    """How large it was; a bird near a border is often taken for the next size."""
    middles = torch.tensor([middle for _, middle in SIZES], dtype=torch.float32)
    steps = torch.tensor([row.size.step for row in rows], dtype=torch.float32)
    nearness = (-0.5 * ((steps - middles[:, None]) / 3.0).square()).softmax(dim=0)
    likelihood = (1 - MISTAKEN) * nearness + MISTAKEN / len(SIZES)
    return Question("size", "How large was it?", tuple(text for text, _ in SIZES), likelihood)
