"""Where species are likely through the year: one or two, for the species, or given the photo (paper, Fig. 3b)."""

from collections.abc import Sequence
from datetime import date as Date
from functools import partial

import streamlit as st
from torch import Tensor

from crossclip.maps.drawing.file_names import YEAR, when_part
from crossclip.maps.drawing.home import home_of
from crossclip.maps.drawing.year_scale import coarse_year, year_scale
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap
from crossclip.maps.values.readings import Reading
from crossclip.maps.web import Panel
from crossclip.maps.weeks import week_day
from pages.links.address import follow, publish
from pages.maps.background import background
from pages.maps.films import film_buttons
from pages.maps.folium_view import show_values
from pages.maps.map_files import figure_of, number_files, range_stem
from pages.maps.range_controls import (
    DIFFERENCE,
    FOR_SPECIES,
    GIVEN_PHOTO,
    ON_A_VISIT,
    ONE_WEEK,
    SIDE_BY_SIDE,
    WHOLE_YEAR,
    parameters,
    place_control,
    reading_control,
    set_place,
    set_week,
    species_controls,
)
from pages.maps.range_words import by_photo_alone, colours_sentences, flatness_sentences, text_alternative
from pages.maps.year_beside import year_beside
from pages.maps.year_chart import show_year
from pages.photos.session_photos import current_photo
from pages.shared.beside import wait
from pages.shared.controls import segmented
from pages.shared.dates import day_name
from pages.shared.downloads import download_buttons
from pages.shared.model import load_atlas, model_words

RESOLUTION = 0.25  # degrees of what is shown while nothing plays, as of `crossclip map`


def drawn_maps(
    names: list[str], difference: bool, date: Date | None, given: Tensor | None, reading: Reading
) -> Sequence[SpeciesMap] | Sequence[SpeciesDifference]:
    """What is shown while nothing plays, for each map of the view."""
    maps = [load_atlas().species_map(name, date, given, resolution=RESOLUTION, reading=reading) for name in names]
    return [SpeciesDifference.between(*maps)] if difference else maps


def playing_maps(
    names: list[str], difference: bool, given: Tensor | None, reading: Reading
) -> Sequence[Sequence[SpeciesMap]] | Sequence[Sequence[SpeciesDifference]]:
    """The weeks to play, for each map of the view."""
    years = [load_atlas().species_year(name, given, reading=reading) for name in names]
    if difference:
        return [[SpeciesDifference.between(*pair) for pair in zip(*years, strict=True)]]
    return years


st.title("Range map")
st.write("Choose a species; the map shows where it is likely, week by week. Click the map for the value at a place.")
PARAMETERS = parameters()
follow("range_map", PARAMETERS)
photo = current_photo()
if photo is not None:
    st.page_link("pages/identify.py", label=f"Back to photo {photo.number}", icon=":material/arrow_back:")
species, other = species_controls()
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    when = segmented("When", (ONE_WEEK, WHOLE_YEAR), "range_when")
    view = segmented("Show the two", (SIDE_BY_SIDE, DIFFERENCE), "range_view") if other else SIDE_BY_SIDE
    mode = segmented("Map", (FOR_SPECIES, GIVEN_PHOTO), "range_mode") if photo is not None else FOR_SPECIES
    week = st.session_state.range_week if when == ONE_WEEK else None
    date = week and week_day(week)
    shown = [species, other] if other else [species]
    reading, no_visit = reading_control(shown, date, mode == GIVEN_PHOTO)
    place = place_control()
publish("range_map", PARAMETERS)
given_photo = photo if mode == GIVEN_PHOTO else None
given = given_photo.embedding if given_photo is not None else None

difference = len(shown) == 2 and view == DIFFERENCE
above = st.container()  # so that the spinner moves nothing
with st.spinner("Drawing the map"):
    maps = drawn_maps(shown, difference, date, given, reading)
    coarse = [coarse_year(load_atlas(), name, given, reading=reading) for name in shown]
first = maps[0]
scale, home = year_scale(coarse, difference), home_of([*maps, *(weekly for one in coarse for weekly in one)])
title, pair = " and ".join(drawn.title for drawn in maps), len(maps) > 1
# The year takes longer than a person likes to wait for a map: it is computed beside, and follows.
year = year_beside(given, reading) if week else None
awaited = year is not None and not year.done()  # asked once: it may be there before this run of the page is through
weeks = playing_maps(shown, difference, given, reading) if year is not None and not awaited else [()] * len(maps)
panels = [
    Panel(
        still,
        played,
        load_atlas().year_edges(still.grid, played),
        text_alternative(still),
        still.title if pair else "",
        still.scientific if pair else "",
    )
    for still, played in zip(maps, weeks, strict=True)
]

with above:
    # Which week it is, the map itself says: it moves on while the year plays.
    st.header(title if week else f"{title}, {day_name(first.date)}")
    if given_photo is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.image(given_photo.preview, width=120, alt="The uploaded photo")
            st.write(
                "The map is for the bird in this photo: it changes with the photo, not only with the species.  \n"
                + by_photo_alone(given_photo.embedding, species)
            )
    elif photo is None and st.session_state.range_mode == GIVEN_PHOTO:
        st.info("This view is of a map given a photo: add a photo on the Identify page to see it.")
    if no_visit and st.session_state.range_reading == ON_A_VISIT:
        st.info(no_visit)
    elif no_visit:
        st.caption(no_visit)
    for note in dict.fromkeys(drawn.note for drawn in maps if drawn.note):
        st.info(f"{note}: in other months the map has no value.")
    show_values(panels, scale, "range_map_view", set_place, place, week, set_week, home)
    for words in flatness_sentences(maps):
        st.info(words)
    if place.has_place:
        show_year(shown, place, given, reading, week)
    st.caption(colours_sentences(reading, given is not None))
    called = partial(range_stem, shown, difference, given is not None, reading)
    download_buttons(
        called(when=YEAR if first.date is None else when_part(first.date, by_week=week is not None)),
        partial(figure_of, *maps, scale=scale, part=home, place=place, caption=model_words(), background=background()),
        number_files(*maps),
    )
    film = partial(playing_maps, shown, difference, given, reading)
    film_buttons(called(), film, scale)
    if photo is None:
        st.caption("Add a photo on the Identify page to see the map given that photo.")
if year is not None and awaited:
    wait(year)
    st.rerun()
