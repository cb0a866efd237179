"""A square cut out of a photo: a bird that is small in the picture is named better without what is around it."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image
from torch import Tensor

from crossclip.answer import Answer
from crossclip.answers.confidence import FAIRLY_SURE, UNSURE
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

SMALLEST = 0.15
"""Of the shorter side: a smaller square holds too few pixels."""
BETTER = 0.2
"""By so much has a cut to raise the first probability before it is offered."""
SURE_OF_GUESS = 0.85
"""What a cut has to reach where the whole photo leaves a guess."""


@dataclass(frozen=True)
class Cut:
    """A square within a picture.

    Attributes:
        across, down: where its middle is, as parts of the width and of the height.
        side: of the square, as a part of the shorter side.
    """

    across: float
    down: float
    side: float

    def box(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in a picture of (width, height) pixels; the square is moved to lie within it."""
        width, height = size
        side = max(1, round(min(max(self.side, SMALLEST), 1.0) * min(size)))
        left = min(max(round(self.across * width - side / 2), 0), width - side)
        top = min(max(round(self.down * height - side / 2), 0), height - side)
        return left, top, left + side, top + side

    def of(self, picture: Image.Image) -> Image.Image:
        """The square of a picture."""
        return picture.crop(self.box(picture.size))


OFFERED = tuple(Cut(0.5, 0.5, side) for side in (0.8, 0.65))
"""Those that are tried: photographers put a bird in the middle, and smaller ones lose too much of it."""


def embed_cuts(predictor: Predictor, picture: Image.Image) -> Tensor:
    """What the model makes of each of `OFFERED`, (cuts, dim)."""
    return predictor.embed_photos([cut.of(picture) for cut in OFFERED])


def better_cut(
    predictor: Predictor, embeddings: Tensor, sighting: Sighting, answer: Answer
) -> tuple[Cut, Answer] | None:
    """The cut that makes an unsure answer the surest, if it makes it at least fairly sure and can be trusted; or None.

    Args:
        embeddings: of the cuts, by `embed_cuts`.
        answer: about the whole photo, with the same sighting.
    """
    if float(answer.probability.max()) >= FAIRLY_SURE:
        return None
    answers = predictor.answers(embeddings, [sighting] * len(OFFERED))
    good = [
        index
        for index, after in enumerate(answers)
        if _trusted(answer, after) and predictor.is_familiar(embeddings[index : index + 1])
    ]
    if not good:
        return None
    surest = max(good, key=lambda index: float(answers[index].probability.max()))
    return OFFERED[surest], answers[surest]


def _trusted(before: Answer, after: Answer) -> bool:
    """Whether a cut says more than the whole and not another thing: it raises the same species, or one that whole and
    cut together are fairly sure of, or the whole was but a guess. Else a cut trades a look-alike for another."""
    first, raised = float(before.probability.max()), float(after.probability.max())
    if raised < max(FAIRLY_SURE, first + BETTER):
        return False
    both = (before.probability * after.probability).sqrt()
    both = both / both.sum()
    species = int(after.probability.argmax())
    same = species == int(before.probability.argmax())
    return same or float(both[species]) >= FAIRLY_SURE or (first < UNSURE and raised >= SURE_OF_GUESS)
