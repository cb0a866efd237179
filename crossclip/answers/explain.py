"""Why an answer is what it is: what the place and what the date each moved, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from torch import Tensor

from crossclip.answer import Answer
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

DOUBT = 0.01
"""A species less likely than this, with place and date or without, is no rival."""
ALIKE = 1.15
"""Probabilities whose ratio is below it are called about the same."""
LEAST = 1e-9  # of a ratio: below, nothing is told apart
MOST_TIMES = 1000
"""Larger ratios are not spelled out: so small a probability is not known that well."""


@dataclass(frozen=True)
class Explanation:
    """The answer about one photo, one description or both with all that is known, and with less of it, to be compared.

    Attributes:
        sighting: what is known of place and date.
        answer: with all of it.
        by_place, by_date: with the place alone and with the date alone; None where it is unknown.
        both: with photo and description alone; None where there is one of them.
    """

    sighting: Sighting
    answer: Answer
    by_place: Answer | None
    by_date: Answer | None
    both: Answer | None = None

    @cached_property
    def first(self) -> int:
        """Index of the likeliest species."""
        return int(self.answer.probability.argmax())

    @cached_property
    def rival(self) -> int:
        """Index of the species that photo or description alone finds likeliest, the first one apart."""
        others = self._by_photo.clone()
        others[self.first] = -1
        return int(others.argmax())

    def sentences(self) -> list[str]:
        """What place and date moved, in plain words; empty where neither is known."""
        if not (self.sighting.has_place or self.sighting.has_date):
            return []
        photo_first = int(self._by_photo.argmax())
        words = [self._moved(self.first)]
        if photo_first != self.first:
            words = [f"{self._witness} {self._name(photo_first)}.", *words]
        return [*words, *self._reason()]

    @property
    def _by_photo(self) -> Tensor:
        """Without place and date: by the photo, by the description or by both."""
        if self.both is not None:
            return self.both.probability
        if self.answer.photo_probability is not None:
            return self.answer.photo_probability
        if self.answer.text_probability is None:
            raise ValueError("only an answer about a photo or a description is explained")
        return self.answer.text_probability

    @property
    def _witness(self) -> str:
        if self.both is not None:
            return "Photo and words alone say"
        return "The words alone say" if self.answer.photo_probability is None else "The photo alone says"

    def _name(self, species: int) -> str:
        return self.answer.species[species]

    def _moved(self, species: int) -> str:
        before, after = self._by_photo[species], self.answer.probability[species]
        known = circumstances(self.sighting)
        if percent(before) == percent(after):
            return f"{self._name(species)} has {percent(after)} with its {known} or without."
        verb = "rises" if after > before else "falls"
        change = f"{self._name(species)} {verb} from {percent(before)} to {percent(after)}"
        if self.by_place is None or self.by_date is None:
            return f"{change} by its {known}."
        place, date = (percent(answer.probability[species]) for answer in (self.by_place, self.by_date))
        return f"{change}: the place alone would make it {place}, the date alone {date}."

    def _reason(self) -> list[str]:
        """How the place and date themselves compare the two species between which the photo leaves a doubt."""
        doubt = max(self._by_photo[self.rival], self.answer.probability[self.rival])
        if doubt < DOUBT:
            return []
        expected = self.answer.place_probability
        if expected is None:
            return []
        ratio = float(expected[self.first] / expected[self.rival].clamp_min(1e-12))
        return [f"{setting(self.sighting)} it is {times(ratio)} {self._name(self.rival)}."]


def explain(
    predictor: Predictor, photo_embedding: Tensor | None, sighting: Sighting, text_embedding: Tensor | None = None
) -> Explanation:
    """Ask about one photo, one description or both, embeddings (1, dim), with all of a sighting and each half of it."""
    parts = {
        "by_place": Sighting(sighting.longitude, sighting.latitude) if sighting.has_place else None,
        "by_date": Sighting(date=sighting.date) if sighting.has_date else None,
        "both": None if photo_embedding is None or text_embedding is None else Sighting(),
    }
    asked = [sighting, *(part for part in parts.values() if part is not None)]
    answer, *rest = predictor.answers(photo_embedding, asked, text_embedding)
    remaining = iter(rest)
    return Explanation(
        sighting, answer, **{name: None if part is None else next(remaining) for name, part in parts.items()}
    )


def percent(probability: float | Tensor) -> str:
    """A probability as a reader takes it in; never 0 % nor 100 %."""
    if probability < 0.001:
        return "<0.1%"
    if probability > 0.995:
        return ">99%"
    return f"{probability:.0%}" if probability >= 0.0995 else f"{probability:.1%}"


def times(ratio: float) -> str:
    """A ratio of probabilities in words, to be followed by what the comparison is with."""
    if 1 / ALIKE < ratio < ALIKE:
        return "about as likely as"
    more, size = ("more", ratio) if ratio > 1 else ("less", 1 / max(ratio, LEAST))
    shown = f"{size:.0f}" if size >= 9.95 else f"{size:.1f}"
    return f"{shown if size <= MOST_TIMES else f'over {MOST_TIMES}'} times {more} likely than"


def circumstances(sighting: Sighting) -> str:
    """ "place and date", or the one of them that is known."""
    return " and ".join(name for name, known in (("place", sighting.has_place), ("date", sighting.has_date)) if known)


def setting(sighting: Sighting) -> str:
    """ "At this place in May", or as much of it as is known, to begin a sentence."""
    parts = ["at this place"] * sighting.has_place + [f"in {sighting.date:%B}" for _ in range(sighting.has_date)]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


def place_and_date(sighting: Sighting) -> str:
    """A sighting as a figure names it: "40.71° N, 74.01° W, 12 May 2024"."""
    place, date = "any place", "any time of year"
    if sighting.longitude is not None and sighting.latitude is not None:
        north, east = ("N" if sighting.latitude >= 0 else "S"), ("E" if sighting.longitude >= 0 else "W")
        place = f"{abs(sighting.latitude):.2f}° {north}, {abs(sighting.longitude):.2f}° {east}"
    if sighting.date is not None:
        date = f"{sighting.date.day} {sighting.date:%B %Y}"
    return f"{place}, {date}"
