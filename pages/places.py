"""Places as the model knows them: embeddings as colours (paper, Fig. 3a), like a place, or against a text."""

from datetime import date as Date
from functools import partial

import streamlit as st

from crossclip.errors import CrossClipError
from crossclip.maps.drawing.file_names import file_stem, place_part, when_part
from crossclip.maps.drawing.home import home_of
from crossclip.maps.land.extents import NORTH_AMERICA, WORLD
from crossclip.maps.place_map import CosineMap, EmbeddingMap
from crossclip.maps.web import Panel
from crossclip.sighting import Sighting
from crossclip.words.text_query import LONGEST, TextQuery, read_text
from pages.answers.tables import bar_table
from pages.links.address import Parameter, follow, publish
from pages.links.readers import choice_reader, date_reader, place_text_reader, written_place
from pages.maps.background import background
from pages.maps.folium_view import show_values
from pages.maps.map_files import figure_of, number_files
from pages.maps.place_search import PLACE_KIND, found_place, place_input
from pages.shared.controls import segmented
from pages.shared.dates import ANY_TIME, EARLIEST, LATEST, ON_A_DATE, date_control, day_name, mid_year
from pages.shared.downloads import download_buttons
from pages.shared.model import load_atlas, load_predictor, model_words
from pages.shared.words import plain, sentence

EXTENTS = {"North America": (NORTH_AMERICA, 0.5), "World": (WORLD, 1.0)}  # extent, degrees of a cell
FIRST_AREA, *OTHER_AREAS = EXTENTS
AREA_WORDS = {name.lower(): name for name in OTHER_AREAS}
PARAMETERS = (
    Parameter(
        "area", "places_area", FIRST_AREA, f"one of: {', '.join(AREA_WORDS)}", choice_reader(AREA_WORDS), str.lower
    ),
    Parameter(
        "when", "places_when", ON_A_DATE, "one of: any", choice_reader({"any": ANY_TIME}), {ANY_TIME: "any"}.__getitem__
    ),
    Parameter("date", "places_day", mid_year(), f"a day from {EARLIEST} to {LATEST}", date_reader(EARLIEST, LATEST)),
    Parameter("place", "places_place", "", PLACE_KIND, place_text_reader),
    Parameter("text", "places_text", "", "a text", str),
)
MOST_MEMBERS = 12  # species of a group that are named
LONGEST_NAME = 40  # characters of a text that a file's name holds
COLOURS_MEAN = (
    "Each place on land becomes {numbers} numbers on the chosen date; three independent components of them (ICA) are "
    "drawn as red, green and blue. Like colours mark places that the model finds alike, by the birds reported there; "
    "a colour means nothing by itself, and it keeps its meaning when the date moves."
)


def set_place(place: Sighting) -> None:
    st.session_state.places_place, st.session_state.places_text = written_place(place), ""


def typed_place() -> None:
    st.session_state.places_text = ""


def typed_text() -> None:
    st.session_state.places_place = ""


def back_to_colours() -> None:
    st.session_state.places_place = st.session_state.places_text = ""


def question() -> Sighting | TextQuery | None:
    """The place or the text that places are compared with, if any."""
    left, right = st.columns(2, gap="medium")
    with left:
        place_input("Like a place", "places_place", on_change=typed_place)
    with right:
        st.text_input(
            "Like a text",
            key="places_text",
            placeholder="a species, a group such as gulls, or looks: red with a crest",
            on_change=typed_text,
            persist_state="session",
            max_chars=LONGEST,
        )
    if not st.session_state.places_text.strip():
        place = found_place(st.session_state.places_place)
        return place if place.has_place else None
    try:
        with st.spinner("Reading the text"):
            return read_text(load_predictor(), st.session_state.places_text)
    except CrossClipError as reason:
        st.error(plain(sentence(reason)))
        return None


def drawn_map(asked: Sighting | TextQuery | None, date: Date | None, area: str) -> EmbeddingMap | CosineMap:
    atlas, (extent, resolution) = load_atlas(), EXTENTS[area]
    if isinstance(asked, Sighting):
        return atlas.similarity_map(asked, date, extent, resolution)
    if asked is not None and asked.understood:
        return atlas.text_map(asked, date, extent, resolution)
    return atlas.embedding_map(date, extent, resolution)


def show_reading(query: TextQuery) -> None:
    """What the model made of a text, and how near it is to anything that the model knows."""
    reads, first = load_predictor().config.text_reads, query.nearest[0]
    known = (
        f"This model's text encoder has read {reads}."
        if reads
        else ("This model does not say what its text encoder has read.")
    )
    yardstick = f"A species' name and the one nearest to it are typically at {query.usual:.2f}."
    if not query.understood:
        why = (
            "it names a time of the year, which is set under Date."
            if query.time_of_year
            else "most of its words are unknown to it."
            if query.says_little
            else f"the nearest species, {first.species}, is only at cosine {first.cosine:.2f}. {yardstick}"
        )
        st.warning(
            f"The model makes nothing of this text, so there is no map of it: {why} {known} To ask about a place, "
            "click the map or type its name."
        )
    elif query.members:
        shown, more = query.members[:MOST_MEMBERS], len(query.members) - MOST_MEMBERS
        others = f" and {more} more" if more > 0 else ""
        st.write(f"The mean of {len(query.members)} species: {', '.join(shown)}{others}.")
    else:
        st.write(known)
    columns = {"Cosine with the text": "cosine"}
    st.html(bar_table(query.nearest, columns, written="{:.2f}".format, between=" "))
    st.caption(f"Species nearest to the text, by the cosine of their embeddings. {yardstick}")


def files_called(asked: Sighting | TextQuery | None, drawn: EmbeddingMap | CosineMap, area: str) -> str:
    """The name of the map's files: places-like_46.78n-92.11w_1-july_world; the year of a date makes no difference."""
    when = when_part(drawn.date, by_week=False)
    if isinstance(drawn, EmbeddingMap) or asked is None:
        return file_stem(["places in colours"], when, area)
    if isinstance(asked, Sighting):
        return "_".join(["places-like", place_part(asked), file_stem([], when, area)])
    return file_stem([f"places like {asked.read_as[:LONGEST_NAME]}"], when, area)


def show_downloads(drawn: EmbeddingMap | CosineMap, stem: str) -> None:
    """The map as figures and as numbers, in files of a name."""
    if isinstance(drawn, EmbeddingMap):
        figure = partial(figure_of, drawn, background=background(), part=home_of([drawn]))
        download_buttons(stem, figure, {"csv": drawn.to_csv})
    else:
        download_buttons(
            stem,
            partial(figure_of, drawn, part=home_of([drawn]), caption=model_words(), background=background()),
            number_files(drawn),
        )


st.title("Places the model knows")
follow("places", PARAMETERS)
left, right = st.columns(2, gap="medium")
with left:
    area = segmented("Area", tuple(EXTENTS), "places_area")
with right:
    date = date_control("places", mid_year())
asked = question()
publish("places", PARAMETERS)
with st.spinner("Drawing the map"):
    drawn = drawn_map(asked, date, area)

values = drawn if isinstance(drawn, CosineMap) else None  # the map is of colours
title = "Places in the colours of their embeddings" if values is None else values.title
heading = area if values is None else plain(title)  # a text in it may come from a link
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header(f"{heading}, {day_name(date)}")
    if asked is not None:
        st.button("Back to the colours", on_click=back_to_colours)
if values is None:
    st.write(COLOURS_MEAN.format(numbers=load_predictor().config.embedding_dim))
if isinstance(asked, TextQuery) and not asked.understood:
    show_reading(asked)
place = asked if isinstance(asked, Sighting) else Sighting()
alt = f"Map of {area}, {day_name(date)}: {title}" + ("" if values is None else f", {values.meaning}")
show_values([Panel(drawn, alt=alt)], None if values is None else values.scale, "places_map_view", set_place, place)
if place.has_place:
    st.write("Places are alike by the birds reported there on this date. Click another place to compare with that one.")
if isinstance(drawn, EmbeddingMap) and drawn.support is not None:
    st.caption(f"Faint: {drawn.few_records}, so the colour is a guess. Click a place to see which others are like it.")
show_downloads(drawn, files_called(asked, drawn, area))
if isinstance(asked, TextQuery) and asked.understood:
    show_reading(asked)
