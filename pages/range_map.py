"""Where species are likely through the year: one or two, for the species, or given the photo (paper, Fig. 3b)."""

from datetime import date as Date

import numpy as np
import streamlit as st
from torch import Tensor

from crossclip.maps.coverage import FEW_RECORDS
from crossclip.maps.figures import value_figure
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap, shared_scale
from crossclip.maps.value_map import ValueMap, write_csv, write_geojson
from crossclip.maps.weeks import MID_YEAR, WEEKS, week_day
from crossclip.sighting import Sighting, SightingError
from pages._answer import percent
from pages._links import (
    Parameter,
    choice_reader,
    follow,
    number_reader,
    place_text_reader,
    plain,
    publish,
    read_place,
    species_reader,
    written_place,
)
from pages._map_view import Panel, map_view
from pages._shared import Photo, current_photo, day_name, download_buttons, load_atlas, load_predictor, sentence

FIRST = "European Starling"
RESOLUTION = 0.5  # degrees of what is shown while nothing plays
ONE_WEEK, WHOLE_YEAR = "One week", "Whole year"
FOR_SPECIES, GIVEN_PHOTO = "For the species", "Given this photo"
SIDE_BY_SIDE, DIFFERENCE = "Side by side", "Difference"


def parameters() -> tuple[Parameter, ...]:
    predictor = load_predictor()
    species, known = species_reader(predictor), "a species this model knows"
    first = FIRST if FIRST in predictor.species else sorted(predictor.species)[0]
    return (
        Parameter("species", "range_species", first, known, species),
        Parameter("other", "range_other", None, known, species),
        _choice("view", "range_view", SIDE_BY_SIDE, difference=DIFFERENCE),
        _choice("when", "range_when", ONE_WEEK, year=WHOLE_YEAR),
        Parameter("week", "range_week", MID_YEAR, "a week from 1 to 52", number_reader(WEEKS[0], WEEKS[-1])),
        _choice("mode", "range_mode", FOR_SPECIES, photo=GIVEN_PHOTO),
        Parameter("place", "range_place", "", "a place such as 40.71, -74.01", place_text_reader),
    )


def _choice(name: str, key: str, default: str, **others: str) -> Parameter:
    words = {choice: word for word, choice in others.items()}
    return Parameter(name, key, default, f"one of: {', '.join(others)}", choice_reader(others), words.__getitem__)


def species_controls() -> tuple[str, str | None]:
    predictor = load_predictor()
    scientific = dict(zip(predictor.species, predictor.config.scientific_names, strict=True))
    names = sorted(predictor.species)

    def shown(name: str) -> str:
        return f"{name} ({scientific[name]})"

    left, right = st.columns(2, gap="medium")
    with left:
        species = st.selectbox("Species", names, key="range_species", format_func=shown, persist_state="session")
    with right:
        other = st.selectbox(
            "Compare with",
            names,
            index=None,
            key="range_other",
            format_func=shown,
            placeholder="No other species",
            persist_state="session",
        )
    return species, other if other != species else None


def segmented(label: str, choices: tuple[str, ...], key: str) -> str:
    return st.segmented_control(label, choices, key=key, required=True, persist_state="session")


def place_control() -> Sighting:
    st.text_input(
        "Value at a place",
        key="range_place",
        placeholder="latitude, longitude, or click the map",
        persist_state="session",
        width=330,
    )
    try:
        return read_place(st.session_state.range_place)
    except SightingError as error:
        st.error(plain(sentence(error)))
        return Sighting()


def set_place(place: Sighting) -> None:
    st.session_state.range_place = written_place(place)


def set_week(week: int) -> None:
    st.session_state.range_week = week


def by_photo_alone(photo: Photo, species: str) -> str:
    """What the photo says before any place, which is why a map may be dark or pale all over."""
    predictor = load_predictor()
    answer = predictor.identify(photo.embedding, Sighting())
    first, own = answer.top(1)[0], answer.candidate(predictor.find_species(species), rank=0)
    words = f"By the photo alone it is {first.species}, at {percent(first.probability)}"
    return f"{words}." if first.species == species else f"{words}; {species} has {percent(own.probability)}."


def drawn_maps(names: list[str], view: str, date: Date | None, given: Tensor | None) -> list[list[ValueMap]]:
    """For each map of the view: what is shown, then the weeks of its year."""
    atlas = load_atlas()
    maps: list[list[SpeciesMap]] = [
        [atlas.species_map(name, date, given, resolution=RESOLUTION), *atlas.species_year(name, given)]
        for name in names
    ]
    if len(maps) == 2 and view == DIFFERENCE:
        return [[SpeciesDifference.between(first, second) for first, second in zip(*maps, strict=True)]]
    return maps


def value_sentence(drawn: ValueMap, place: Sighting) -> str:
    value = drawn.at(place.longitude, place.latitude)
    if value is None:
        cell = drawn.grid.cell(place.longitude, place.latitude)
        on_land = cell is not None and drawn.grid.land[cell]
        return f"no value, {FEW_RECORDS}" if on_land else "no value, at sea or outside the map"
    if isinstance(drawn, SpeciesDifference):
        return f"{100 * value:+.2g} percentage points"
    return f"{100 * value:.2g}%"


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


def column_names(maps: list[ValueMap]) -> list[str]:
    return ["value"] if len(maps) == 1 else [drawn.title.lower().replace(" ", "_") for drawn in maps]


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
    place = place_control()
publish("range_map", PARAMETERS)
given = photo.embedding if photo is not None and mode == GIVEN_PHOTO else None
week = st.session_state.range_week if when == ONE_WEEK else None

with st.spinner("Computing the year"):
    columns = drawn_maps([species, other] if other else [species], view, week and week_day(week), given)
maps = [still for still, *_ in columns]
first = maps[0]
scale = shared_scale([week_map for _, *year in columns for week_map in year])

title = " and ".join(drawn.title for drawn in maps)
st.header(f"{title}, {day_name(first.date)}")
if given is not None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(photo.preview, width=120, alt="The uploaded photo")
        st.write(
            "The map is for the bird in this photo: it changes with the photo, not only with the species.  \n"
            + by_photo_alone(photo, species)
        )
elif photo is None and st.session_state.range_mode == GIVEN_PHOTO:
    st.info("This view is of a map given a photo: add a photo on the Identify page to see it.")
pair = len(maps) > 1
panels = [
    Panel(still, text_alternative(still), year, still.title if pair else "", still.scientific if pair else "")
    for still, *year in columns
]
map_view(panels, scale, "range_map_view", set_place, place, week, set_week)
if place.has_place:
    values = "; ".join(f"{drawn.title}: **{value_sentence(drawn, place)}**" for drawn in maps)
    st.markdown(f"At {written_place(place)}, {day_name(first.date)}: {values}.")
notes = ["Learned from where and when people reported birds. Colours keep their meaning through the year"]
notes.append("." if given is not None else "; they follow the square root, so that the margins of a range are seen.")
st.caption("".join(notes))
stem = "-".join([*(name.lower().replace(" ", "-") for name in (species, other) if name), str(first.date or "year")])
stem += "-difference" * isinstance(first, SpeciesDifference) + "-given-photo" * (given is not None)
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
