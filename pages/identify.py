"""Photo or words, pin and date in; the species with and without place and date, side by side, out."""

from dataclasses import replace
from html import escape

import streamlit as st

from crossclip.sighting import Sighting
from pages.answers.closer_look import VIEWS, look_closer
from pages.answers.photo_answer import show_answer, show_checklist
from pages.answers.words_answer import show_words_answer
from pages.kept.keep_control import keep_control
from pages.links.address import Parameter, arrived, follow, publish
from pages.links.readers import choice_reader, date_reader, place_text_reader, written_place
from pages.maps.folium_view import show_pin_map
from pages.maps.place_search import near_words
from pages.photos.photo_control import photo_control
from pages.photos.session_photos import SessionPhoto, current_photo, date_key, note_of_origin, place_key, refused
from pages.photos.sighting_control import sighting_control, support_note
from pages.scripts.into_view import into_view
from pages.shared.beside import after_others
from pages.shared.dates import EARLIEST, LATEST
from pages.words.words_control import read_words, words_control

VIEW = "identify_view"


def address(photo: SessionPhoto | None) -> list[Parameter]:
    """What the address holds: place, date and the open panel, never the photo nor the words."""
    return [
        Parameter("place", place_key(photo), "", "a town, or a latitude and a longitude", place_text_reader),
        Parameter("date", date_key(photo), None, f"a day from {EARLIEST} to {LATEST}", date_reader(EARLIEST, LATEST)),
        Parameter(
            "view",
            VIEW,
            None,
            f"one of {', '.join(VIEWS)}",
            choice_reader(VIEWS),
            {panel: name for name, panel in VIEWS.items()}.__getitem__,
        ),
    ]


def map_control(photo: SessionPhoto | None, sighting: Sighting) -> None:
    """The map with the pin of a photo, or of what is asked about without one."""

    def choose(place: Sighting) -> None:
        st.session_state[place_key(photo)] = written_place(place)

    streets = st.session_state.get("streets", False)
    origin = note_of_origin(photo, replace(sighting, date=None))
    note = escape(", ".join(filter(None, (near_words(sighting), origin))))  # the map takes it for markup
    show_pin_map(sighting, note, streets, choose, key="pin_map")
    st.toggle("Streets, from openstreetmap.org", key="streets", persist_state="session", help="Needs the internet.")


st.title("Which bird is this?")
st.write(
    "Add a photo or say what the bird looked like, click the map where it was, and give the date. Each of them may be "
    "left out."
)
if arrived("identify"):
    refused().clear()
photo = current_photo()
parameters = address(photo)
follow("identify", parameters)
left, right = st.columns(2, gap="large")
# However much stands above it, the map keeps its place in the column: a frame that is moved may stay empty.
with left, st.container():
    photo_control(words_control)
    sighting = sighting_control(photo)
    if origin := note_of_origin(photo, sighting):
        st.caption(f"{origin.capitalize()}: move the pin or change the date to correct it.")
    if guess := support_note(sighting):
        st.warning(guess)
with right, st.container(key="answer"):
    reading = read_words(photo)
    if reading is not None:
        shown = show_words_answer(photo, sighting, reading)
    else:
        shown = show_checklist(sighting) if photo is None else show_answer(photo, sighting)
with left:
    map_control(photo, sighting)
    st.html("<a class='to-answer' href='#answer'>Down to the answer</a>")
look_closer(photo, sighting, shown, VIEW)
keep_control(photo, sighting, reading)
into_view("answer", st.session_state.get("photos_taken", 0))
publish("identify", parameters)
if shown.rest is not None:
    with after_others():
        shown.rest()
