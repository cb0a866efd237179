"""What the loaded model says at each step of the lesson: the page shows it, and the teacher's sheet foretells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property

import streamlit as st
from PIL import Image

from crossclip.answer import Answer, Candidate
from crossclip.answers.explain import Explanation, explain, percent, times
from crossclip.photos.reading import read_photo
from crossclip.sighting import Sighting
from pages.lessons.birds import Bird, bird_of, birds, said
from pages.shared.model import load_predictor, model_name

LOOK_ALIKE, OF_PASSAGE = "Black-capped Chickadee", "Baltimore Oriole"
SEASONS = {"Winter": 1, "Spring": 5, "Summer": 7, "Autumn": 10}  # a month of each
SURE = 0.9
NOTE = "All pictures are drawings, not photographs; the model was not trained on them."
CORNER = 3  # a drawing's corner is this part of its sides


@dataclass(frozen=True)
class Season:
    """How likely a species is on a day of a season."""

    name: str
    day: str
    probability: float


@dataclass(frozen=True)
class Findings:
    """What the lesson comes to with one model."""

    first: Bird
    explanation: Explanation
    passage: Bird
    seasons: tuple[Season, ...]
    empty: Image.Image
    of_nothing: Candidate
    doubted: bool

    @property
    def rival(self) -> str:
        """The species that the drawing alone confuses the first bird with."""
        answer = self.first.alone
        return next((name for name in self.first.rivals), answer.top(2)[1].species)

    @property
    def season(self) -> str:
        """When the bird of passage is likeliest."""
        return max(self.seasons, key=lambda season: season.probability).name

    @cached_property
    def witness(self) -> str:
        """What decided about the first bird: the drawing, the place or the date."""
        known = self.explanation
        index = known.answer.species.index(self.first.species)
        alone, place, date = (
            float(answer.probability[index]) if answer is not None else 0.0
            for answer in (self.first.alone, known.by_place, known.by_date)
        )
        if alone >= SURE:
            return "The drawing"
        return "The place" if place >= date else "The date"

    @property
    def change(self) -> str:
        """How much the date matters for the bird of passage, and for the first one."""
        least, most = (pick(self.seasons, key=lambda one: one.probability) for pick in (min, max))
        ratio = most.probability / max(least.probability, 1e-9)
        return f"In {most.name.lower()} it is {times(ratio)} in {least.name.lower()}."

    @property
    def wrong(self) -> list[Bird]:
        """Drawings that the model names wrongly though it is told place and date."""
        return [bird for bird in birds() if said(bird.together).species != bird.species]

    @property
    def count(self) -> str:
        """How many drawings it names rightly."""
        known = birds()
        together = len(known) - len(self.wrong)
        alone = sum(said(bird.alone).species == bird.species for bird in known)
        return (
            f"Of {len(known)} drawings the model names {together} rightly with place and date, and {alone} by the "
            "drawing alone."
        )


def findings() -> Findings:
    return _findings(model_name())


def says(answer: Answer) -> str:
    """ "Blue Jay (97%)"."""
    first = said(answer)
    return f"{first.species} ({percent(first.probability)})"


@st.cache_resource(show_spinner=False)
def _findings(name: str) -> Findings:
    predictor = load_predictor()
    first, passage = bird_of(LOOK_ALIKE), bird_of(OF_PASSAGE)
    place = passage.sighting
    days = [Date(2024, month, 15) for month in SEASONS.values()]
    likely = predictor.answers(None, [Sighting(place.longitude, place.latitude, day) for day in days])
    index = predictor.species.index(passage.species)
    seasons = tuple(
        Season(season, f"{day.day} {day:%B}", float(answer.probability[index]))
        for season, day, answer in zip(SEASONS, days, likely, strict=True)
    )
    empty = _corner(first)
    nothing = predictor.embed_photos([empty])
    return Findings(
        first,
        explain(predictor, first.embedding, first.sighting),
        passage,
        seasons,
        empty,
        said(predictor.identify(nothing)),
        not predictor.is_familiar(nothing),
    )


def _corner(bird: Bird) -> Image.Image:
    """The upper left corner of a drawing, where there is no bird."""
    picture = read_photo(bird.sample.file)
    return picture.crop((0, 0, picture.width // CORNER, picture.height // CORNER))
