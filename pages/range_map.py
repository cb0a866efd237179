"""Where species are likely through the year: one or two, for the species, or given the photo (paper, Fig. 3b)."""

from collections.abc import Sequence
from datetime import date as Date

import streamlit as st
from torch import Tensor

from crossclip.maps.figures import value_figure
from crossclip.maps.readings import Reading
from crossclip.maps.scales import Scale
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap, shared_scale
from crossclip.maps.value_map import ValueMap, write_csv, write_geojson
from crossclip.maps.weeks import week_day
from pages.links.address import follow, publish
from pages.links.readers import written_place
from pages.maps.map_view import Panel, map_view
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
from pages.maps.range_words import by_photo_alone, colours_sentences, text_alternative, value_sentence
from pages.photos.session_photos import current_photo
from pages.shared.controls import segmented
from pages.shared.dates import day_name
from pages.shared.downloads import download_buttons
from pages.shared.model import load_atlas

RESOLUTION = 0.5  # degrees of what is shown while nothing plays


def drawn_maps(
    names: list[str], view: str, date: Date | None, given: Tensor | None, reading: Reading
) -> Sequence[Sequence[SpeciesMap]] | Sequence[Sequence[SpeciesDifference]]:
    """For each map of the view: what is shown, then the weeks of its year."""
    atlas = load_atlas()
    maps = [
        [
            atlas.species_map(name, date, given, resolution=RESOLUTION, reading=reading),
            *atlas.species_year(name, given, reading=reading),
        ]
        for name in names
    ]
    if len(maps) == 2 and view == DIFFERENCE:
        return [[SpeciesDifference.between(first, second) for first, second in zip(*maps, strict=True)]]
    return maps


def year_scale(columns: Sequence[Sequence[SpeciesMap]] | Sequence[Sequence[SpeciesDifference]]) -> Scale:
    """One scale for all weeks of the year of all maps."""
    weeks = [week_map for _, *year in columns for week_map in year]
    differences = [drawn for drawn in weeks if isinstance(drawn, SpeciesDifference)]
    return shared_scale(differences or [drawn for drawn in weeks if isinstance(drawn, SpeciesMap)])


def column_names(maps: Sequence[ValueMap]) -> list[str]:
    """Of the values of maps in one table."""
    if len(maps) == 1:
        return [maps[0].column]
    ending = "" if maps[0].column == "value" else f"_{maps[0].column}"
    return [drawn.title.lower().replace(" ", "_") + ending for drawn in maps]


st.title("Range map")
st.write("Choose a species; the map shows where it is likely, week by week. Click the map for the value at a place.")
PARAMETERS = parameters()
follow("range_map", PARAMETERS)
photo = current_photo()
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

with st.spinner("Computing the year"):
    columns = drawn_maps(shown, view, date, given, reading)
maps = [still for still, *_ in columns]
first = maps[0]
scale = year_scale(columns)

title = " and ".join(drawn.title for drawn in maps)
st.header(f"{title}, {day_name(first.date)}")
if given_photo is not None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(given_photo.preview, width=120, alt="The uploaded photo")
        st.write(
            "The map is for the bird in this photo: it changes with the photo, not only with the species.  \n"
            + by_photo_alone(given_photo, species)
        )
elif photo is None and st.session_state.range_mode == GIVEN_PHOTO:
    st.info("This view is of a map given a photo: add a photo on the Identify page to see it.")
if no_visit and st.session_state.range_reading == ON_A_VISIT:
    st.info(no_visit)
elif no_visit:
    st.caption(no_visit)
for note in dict.fromkeys(drawn.note for drawn in maps if drawn.note):
    st.info(f"{note}: in other months the map has no value.")
pair = len(maps) > 1
panels = [
    Panel(still, text_alternative(still), year, still.title if pair else "", still.scientific if pair else "")
    for still, *year in columns
]
map_view(panels, scale, "range_map_view", set_place, place, week, set_week)
if place.has_place:
    values = "; ".join(f"{drawn.title}: **{value_sentence(drawn, place)}**" for drawn in maps)
    st.markdown(f"At {written_place(place)}, {day_name(first.date)}: {values}.")
st.caption(colours_sentences(reading, given is not None))
stem = "-".join([*(name.lower().replace(" ", "-") for name in (species, other) if name), str(first.date or "year")])
stem += "-difference" * isinstance(first, SpeciesDifference) + "-given-photo" * (given is not None)
stem += "-visit" * (reading == "visit")
table = dict(zip(column_names(maps), (drawn.shown for drawn in maps), strict=True))
about = ValueMap.about(first) | {"title": title} if pair else first.about()
download_buttons(
    stem,
    lambda: value_figure(*maps, scale=scale),
    {
        "csv": lambda path: write_csv(path, first.grid, table),
        "geojson": lambda path: write_geojson(path, first.grid, table, about),
    },
)
if photo is None:
    st.caption("Add a photo on the Identify page to see the map given that photo.")
