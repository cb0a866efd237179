"""What a range map shows, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from torch import Tensor

from crossclip.answers.explain import percent
from crossclip.maps.flatness import flat_words
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap
from crossclip.maps.value_map import ValueMap
from crossclip.maps.values.readings import SEASON_WORDS, Reading
from crossclip.sighting import Sighting
from pages.shared.dates import day_name
from pages.shared.model import load_predictor
from pages.shared.words import plain, sentence


def by_photo_alone(photo_embedding: Tensor, species: str) -> str:
    """What a photo, an embedding (1, dim), says before any place, which is why a map may be dark or pale all over."""
    predictor = load_predictor()
    answer = predictor.identify(photo_embedding, Sighting())
    first, own = answer.top(1)[0], answer.candidate(predictor.find_species(species), rank=0)
    words = f"By the photo alone it is {first.species}, at {percent(first.probability)}"
    return f"{words}." if first.species == species else f"{words}; {species} has {percent(own.probability)}."


def colours_sentences(reading: Reading, given_photo: bool) -> str:
    """What the maps were learned from, and what their colours are."""
    if reading == "visit":
        return (
            f"Learned from surveys of {SEASON_WORDS}, which tell what was not found as well; each species stands for "
            "itself. Colours run evenly from 0 to 100%."
        )
    start = "Learned from where and when people reported birds. Colours keep their meaning through the year"
    more = "." if given_photo else "; they follow the square root, so that the margins of a range are seen."
    return start + more


def flatness_sentences(maps: Sequence[SpeciesMap] | Sequence[SpeciesDifference]) -> list[str]:
    """Of maps given a photo that are the same everywhere: that they are, and where another one is."""
    said = (flat_words(drawn) for drawn in maps if isinstance(drawn, SpeciesMap))
    more = "Where the photo could have been taken is shown on the Identify page."
    return [plain(f"{sentence(words)} {more}") for words in said if words]


def text_alternative(drawn: ValueMap) -> str:
    """What the map shows, for those who do not see it."""
    shown = drawn.shown
    if np.isnan(shown).all():
        return f"Map of {drawn.title}: no values"
    row, column = np.unravel_index(np.nanargmax(shown), shown.shape)
    latitude, longitude = drawn.grid.latitudes[row], drawn.grid.longitudes[column]
    return (
        f"Map of {drawn.title}, {day_name(drawn.date)}: {drawn.meaning}. The highest value is "
        f"{100 * shown[row, column]:.2g}%, near latitude {latitude:.0f}, longitude {longitude:.0f}."
    )
