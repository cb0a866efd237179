"""What if: the same photo elsewhere, or in another season, as small multiples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date

import streamlit as st

from crossclip.answer import write_answers
from crossclip.answers.explain import percent, place_and_date
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from pages.answers.naming import answer_stem, subject
from pages.answers.tables import leading_of_all, small_multiples, that_differ
from pages.links.map_links import range_links
from pages.links.readers import read_place
from pages.photos.session_photos import SessionPhoto
from pages.shared.downloads import download_buttons
from pages.shared.model import load_predictor, model_label
from pages.shared.words import plain, sentence

MOST, SPECIES, LINKED = 4, 4, 3
LEAST = 0.01  # a difference of probabilities that is worth a look
PLACES = {
    "Chicago": Sighting(-87.63, 41.88),
    "Los Angeles": Sighting(-118.24, 34.05),
    "Miami": Sighting(-80.19, 25.76),
    "New York": Sighting(-73.97, 40.78),
    "Seattle": Sighting(-122.33, 47.61),
    "Denver": Sighting(-104.99, 39.74),
    "Houston": Sighting(-95.37, 29.76),
    "Montreal": Sighting(-73.57, 45.50),
    "Anchorage": Sighting(-149.90, 61.22),
    "Mexico City": Sighting(-99.13, 19.43),
}
FIRST = tuple(PLACES)[:MOST]
SEASONS = ("Winter", "Spring", "Summer", "Autumn")  # from January, north of the equator


def at_places(sighting: Sighting) -> dict[str, Sighting]:
    """A control of up to four places, and what is chosen in it; the date stays."""
    st.session_state.setdefault("what_if_places", list(FIRST))
    chosen = st.multiselect(
        f"Up to {MOST} places, towns or latitude, longitude",
        list(PLACES),
        key="what_if_places",
        max_selections=MOST,
        accept_new_options=True,
        persist_state="session",
    )
    sightings = {}
    for name in chosen:
        try:
            sightings[name] = replace(PLACES.get(name) or read_place(name), date=sighting.date)
        except CrossClipError as error:
            st.error(plain(sentence(error)))
    return sightings


def in_seasons(sighting: Sighting) -> dict[str, Sighting]:
    """The middle of each season, at the same place."""
    south = sighting.latitude is not None and sighting.latitude < 0
    names = SEASONS[2:] + SEASONS[:2] if south else SEASONS
    days = (Date(2024, month, 15) for month in (1, 4, 7, 10))
    return {f"{name}, {day.day} {day:%B}": replace(sighting, date=day) for name, day in zip(names, days, strict=True)}


def show_multiples(photo: SessionPhoto, asked: dict[str, Sighting], what: str) -> None:
    """The answers to several sightings of one photo: side by side what differs, or that nothing does.

    Args:
        what: "places" or "seasons".
    """
    from crossclip.answers.figures import multiples_figure

    asked_first, *_ = asked.values()
    answers = dict(zip(asked, load_predictor().answers(photo.embedding, list(asked.values())), strict=True))
    some, *_ = answers.values()
    species = leading_of_all(list(answers.values()), SPECIES)
    different = that_differ(list(answers.values()), species, LEAST)
    if different:
        st.html(small_multiples(answers, different))
        left_out = len(species) > len(different)
        same = f" Species that differ by less than {percent(LEAST)} are left out." if left_out else ""
        st.caption(
            f"The same photo each time: only what is written above a table differs. All bars have one scale.{same}"
        )
    else:
        name, probability = some.species[species[0]], percent(some.probability[species[0]])
        st.info(f"These {what} make no difference: it is {name} at {probability} in each. The photo says enough.")
        if all(answer.place_probability is not None for answer in answers.values()):
            st.markdown(f"**What the {what} alone say, without the photo**")
            st.html(small_multiples(answers, species, "place_probability"))
            st.caption("How likely the next bird reported there and then is each of them; all bars have one scale.")
    range_links([some.species[index] for index in species[:LINKED]], asked_first, "what_if_maps")
    title = f"What if it had been taken {'elsewhere' if what == 'places' else 'in another season'}?"
    model = model_label()
    shared = Sighting(date=asked_first.date) if what == "places" else replace(asked_first, date=None)
    about = f"{subject(photo)}, {place_and_date(shared)}"
    download_buttons(
        answer_stem(f"what-if-{what}", subject(photo), sighting=shared),
        lambda: multiples_figure(answers, species, title, about, model),
        {
            "csv": lambda path: write_answers(
                path, zip(asked.values(), answers.values(), strict=True), subject(photo), model
            )
        },
        key="what_if",
    )
