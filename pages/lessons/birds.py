"""The drawn birds of the lesson, and what the model says of each: with the drawing alone, and with place and date."""

from __future__ import annotations

import random
from dataclasses import dataclass

import streamlit as st
from torch import Tensor

from crossclip.answer import Answer, Candidate
from crossclip.sighting import Sighting
from pages.photos.samples import Sample, samples
from pages.shared.model import load_predictor, model_name

CHOICES = 4  # names to choose from
RIVAL = 0.01  # a species that the drawing alone finds less likely is no rival
TOWNS = {
    "american-crow": "Madison",
    "american-goldfinch": "Ithaca",
    "american-robin": "Chicago",
    "baltimore-oriole": "Chicago",
    "black-capped-chickadee": "Minneapolis",
    "blue-jay": "Washington",
    "canada-goose": "Chicago",
    "carolina-chickadee": "Chapel Hill",
    "cedar-waxwing": "Philadelphia",
    "downy-woodpecker": "New York",
    "eastern-bluebird": "Columbus",
    "european-starling-breeding": "New York",
    "european-starling-winter": "Chicago",
    "great-blue-heron": "Detroit",
    "house-finch": "Los Angeles",
    "mallard": "Chicago",
    "northern-cardinal": "Cincinnati",
    "red-winged-blackbird": "Chicago",
}
"""The town that each drawing's place lies in or near."""


@dataclass(frozen=True)
class Bird:
    """A drawing, its embedding (1, dim), and two answers about it."""

    sample: Sample
    embedding: Tensor
    alone: Answer
    together: Answer

    @property
    def species(self) -> str:
        return self.sample.species

    @property
    def sighting(self) -> Sighting:
        return self.sample.sighting

    @property
    def rivals(self) -> list[str]:
        """Other species that the drawing alone finds possible, the likeliest first."""
        likely = (one for one in self.alone.top(CHOICES) if one.probability >= RIVAL)
        return [one.species for one in likely if one.species != self.species]

    def where_and_when(self) -> str:
        """ "near Minneapolis on 6 February"."""
        town, date = TOWNS.get(self.sample.file.stem), self.sighting.date
        place = f"near {town}" if town else f"at {self.sighting.latitude:g}, {self.sighting.longitude:g}"
        return place if date is None else f"{place} on {date.day} {date:%B}"


def said(answer: Answer) -> Candidate:
    """What an answer puts first."""
    return answer.top(1)[0]


def birds() -> tuple[Bird, ...]:
    """The drawings of species that the model knows, in the order of their table."""
    return _birds(model_name())


def bird_of(species: str) -> Bird:
    """The first drawing of a species; of another one where the model does not know it."""
    known = birds()
    return next((bird for bird in known if bird.species == species), known[0])


def choices(bird: Bird, seed: int) -> list[str]:
    """Names to choose from, shuffled: the right one, its rivals, and others that are drawn here."""
    shuffle = random.Random(f"{seed} {bird.sample.file.stem}")
    others = sorted({other.species for other in birds()} - {bird.species, *bird.rivals})
    shuffle.shuffle(others)
    names = [bird.species, *bird.rivals, *others][:CHOICES]
    shuffle.shuffle(names)
    return names


@st.cache_resource(show_spinner="Looking at the drawings")
def _birds(name: str) -> tuple[Bird, ...]:
    predictor = load_predictor()
    known = [sample for sample in samples() if sample.species in predictor.species]
    if not known:
        return ()
    embeddings = predictor.embed_photos([sample.file for sample in known])
    alone = predictor.answers(embeddings, [Sighting()] * len(known))
    together = predictor.answers(embeddings, [sample.sighting for sample in known])
    rows = zip(known, embeddings.split(1), alone, together, strict=True)
    return tuple(Bird(*row) for row in rows)
