"""Places as the model knows them: embeddings as colours (paper, Fig. 3a), like a place, or against a text."""

from datetime import date as Date
from html import escape

import streamlit as st

from crossclip.errors import CrossClipError
from crossclip.maps.coverage import FEW_RECORDS
from crossclip.maps.figures import embedding_figure, value_figure
from crossclip.maps.grids import NORTH_AMERICA, WORLD
from crossclip.maps.place_map import CosineMap, EmbeddingMap
from crossclip.sighting import Sighting, SightingError
from crossclip.text_query import LONGEST, TextQuery, read_text
from pages._links import (
    Parameter,
    choice_reader,
    date_reader,
    follow,
    place_text_reader,
    plain,
    publish,
    read_place,
    written_place,
)
from pages._map_view import Panel, map_view
from pages._shared import (
    ANY_TIME,
    EARLIEST,
    LATEST,
    ON_A_DATE,
    date_control,
    day_name,
    download_buttons,
    load_atlas,
    load_predictor,
    mid_year,
    sentence,
)

EXTENTS = {"North America": (NORTH_AMERICA, 0.5), "World": (WORLD, 1.0)}  # extent, degrees of a cell
FIRST_AREA, *OTHER_AREAS = EXTENTS
AREA_WORDS = {name.lower(): name for name in OTHER_AREAS}
PARAMETERS = (
    Parameter(
        "area", "places_area", FIRST_AREA, f"one of: {', '.join(AREA_WORDS)}", choice_reader(AREA_WORDS), str.lower
    ),
    Parameter("when", "places_when", ON_A_DATE, "one of: any", choice_reader({"any": ANY_TIME}), {ANY_TIME: "any"}.get),
    Parameter("date", "places_day", mid_year(), f"a day from {EARLIEST} to {LATEST}", date_reader(EARLIEST, LATEST)),
    Parameter("place", "places_place", "", "a place such as 40.71, -74.01", place_text_reader),
    Parameter("text", "places_text", "", "a text", str),
)
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
    place, text = st.columns(2, gap="medium")
    with place:
        st.text_input(
            "Like a place",
            key="places_place",
            placeholder="click the map, or type latitude, longitude",
            on_change=typed_place,
            persist_state="session",
        )
    with text:
        st.text_input(
            "Like a text",
            key="places_text",
            placeholder="a species, a group such as gulls, a part of a name",
            on_change=typed_text,
            persist_state="session",
            max_chars=LONGEST,
        )
    try:
        if st.session_state.places_text.strip():
            with st.spinner("Reading the text"):
                return read_text(load_predictor(), st.session_state.places_text)
        place = read_place(st.session_state.places_place)
        return place if place.has_place else None
    except SightingError as reason:
        st.error(plain(sentence(reason)))
        st.info("Places are found by their coordinates; the model knows no names of places.")
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
        st.warning(
            f"The model makes nothing of this text: the nearest species, {first.species}, is only at cosine "
            f"{first.cosine:.2f}. {yardstick} {known} To ask about a place, click the map or type its latitude and "
            "longitude."
        )
    elif query.read_as != query.text:
        st.write(f"Read as its singular, which the model knows better. {known}")
    else:
        st.write(known)
    st.html(nearest_table(query))
    st.caption(f"Species nearest to the text, by the cosine of their embeddings. {yardstick}")


def nearest_table(query: TextQuery) -> str:
    rows = "".join(
        f"<tr><td><b>{escape(near.species)}</b> <i>{escape(near.scientific_name)}</i></td>"
        f"<td>{near.cosine:.2f}<div><span style='width:{max(near.cosine, 0):.1%}'></span></div></td></tr>"
        for near in query.nearest
    )
    head = "<tr><th scope='col'>Species</th><th scope='col'>Cosine with the text</th></tr>"
    return f"<table class='bars'><thead>{head}</thead><tbody>{rows}</tbody></table>"


st.title("Places the model knows")
follow("places", PARAMETERS)
left, right = st.columns(2, gap="medium")
with left:
    area = st.segmented_control("Area", tuple(EXTENTS), required=True, key="places_area", persist_state="session")
with right:
    date = date_control("places", mid_year())
asked = question()
publish("places", PARAMETERS)
with st.spinner("Drawing the map"):
    drawn = drawn_map(asked, date, area)

coloured = isinstance(drawn, EmbeddingMap)
title = "Places in the colours of their embeddings" if coloured else drawn.title
heading = area if coloured else plain(title)  # a text in it may come from a link
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header(f"{heading}, {day_name(date)}")
    if asked is not None:
        st.button("Back to the colours", on_click=back_to_colours)
if coloured:
    st.write(COLOURS_MEAN.format(numbers=load_predictor().config.embedding_dim))
if isinstance(asked, TextQuery) and not asked.understood:
    show_reading(asked)
place = asked if isinstance(asked, Sighting) else Sighting()
alt = f"Map of {area}, {day_name(date)}: {title}" + ("" if coloured else f", {drawn.meaning}")
map_view([Panel(drawn, alt)], None if coloured else drawn.scale, "places_map_view", set_place, place)
if place.has_place:
    st.write("Places are alike by the birds reported there on this date. Click another place to compare with that one.")
if coloured and drawn.support is not None:
    st.caption(f"Faint: {FEW_RECORDS}, so the colour is a guess. Click a place to see which others are like it.")
stem = f"places-{'colours' if coloured else 'text' if place == Sighting() else 'similar'}-{date or 'year'}"
tables = {"csv": drawn.to_csv} if coloured else {"csv": drawn.to_csv, "geojson": drawn.to_geojson}
download_buttons(stem, lambda: embedding_figure(drawn) if coloured else value_figure(drawn), tables)
if isinstance(asked, TextQuery) and asked.understood:
    show_reading(asked)
