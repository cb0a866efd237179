"""Where a photo could have been taken, by what it shows."""

from __future__ import annotations

from functools import partial

import streamlit as st

from crossclip.errors import CrossClipError
from crossclip.maps.drawing.home import home_of
from crossclip.maps.photo_places import photo_places
from crossclip.sighting import Sighting
from pages.answers.naming import answer_stem, subject
from pages.links.readers import written_place
from pages.maps.background import background
from pages.maps.folium_view import show_values
from pages.maps.map_files import figure_of, number_files
from pages.maps.place_search import near_words
from pages.photos.session_photos import SessionPhoto, place_key
from pages.shared.dates import day_name
from pages.shared.downloads import download_buttons
from pages.shared.model import load_atlas, model_words
from pages.shared.words import plain, sentence


def show_places(photo: SessionPhoto, sighting: Sighting) -> None:
    """The map of P(place | photo) on the photo's date, and how much of it lies near the pin, if there is one."""
    from crossclip.maps.web import Panel  # with folium

    atlas, date = load_atlas(), sighting.date
    try:
        with st.spinner("Looking for places"):
            drawn = photo_places(atlas, photo.embedding, date)
    except CrossClipError as error:
        st.info(plain(sentence(error)))
        return
    st.write(
        f"Where this photo could have been taken {day_name(date)}, by the species that it may show and by where "
        f"people report birds. {plain(drawn.words)}; the likeliest place is {plain(near_words(drawn.best))}."
    )
    alt = f"Map of where this photo could have been taken, {day_name(date)}: {drawn.meaning}. {drawn.words}."

    def choose(place: Sighting) -> None:
        st.session_state[place_key(photo)] = written_place(place)

    show_values([Panel(drawn, alt=alt)], drawn.scale, "could_be", choose, sighting)
    if sighting.longitude is not None and sighting.latitude is not None:
        value = drawn.at(sighting.longitude, sighting.latitude)
        share = drawn.less_likely(sighting.longitude, sighting.latitude)
        if value is None or share is None:
            st.caption(plain(f"The pin is where the map has no value: {drawn.no_value}."))
        else:
            st.caption(f"The pin is at a likelier place than {share:.0%} of the map's land.")
    download_buttons(
        answer_stem("where-it-could-be", subject(photo), sighting=sighting),
        partial(figure_of, drawn, part=home_of([drawn]), caption=model_words(), background=background()),
        number_files(drawn),
        key="could_be",
    )
