"""What an answer on the page comes to, for what is below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crossclip.answers.explain import Explanation


@dataclass(frozen=True)
class Shown:
    """An answer as the panels below it take it.

    Attributes:
        species: the one that the answer puts first.
        explanation: of an answer about a photo or a description; None for a checklist.
        rest: adds to it what can wait until the page is there, if anything.
    """

    species: str
    explanation: Explanation | None = None
    rest: Callable[[], None] | None = None

    @property
    def rival(self) -> str | None:
        """The species that competes with the first."""
        return None if self.explanation is None else self.explanation.answer.species[self.explanation.rival]
