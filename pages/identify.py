"""Photo, pin and date in; the species with and without place and date, side by side, out."""

import re
from dataclasses import replace

import streamlit as st
from streamlit_folium import st_folium

from crossclip.errors import CrossClipError
from crossclip.exif import read_exif_sighting
from crossclip.figures import FEW_RECORDS
from crossclip.leaflet import DARK, LIGHT, OfflineMap, clicked_place, pin
from crossclip.photo import MAX_PIXELS, read_photo
from crossclip.sighting import Sighting, SightingError
from pages._answer import bar_table, circumstances, leading, what_changed
from pages._shared import (
    EARLIEST,
    LATEST,
    Photo,
    current_photo,
    date_control,
    day_name,
    load_atlas,
    load_predictor,
    set_date,
)

PREVIEW = (1000, 640)  # pixels of the photo that a session keeps: twice what is shown, for fine screens
TYPES = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "gif", "bmp"]
START, START_ZOOM, PIN_ZOOM = (44, -98), 3, 5
MAP_HEIGHT = 480
SHOWN, CHECKLIST = 5, 7


def receive_photo() -> None:
    """Take an upload in, once."""
    forget_photo()
    state = st.session_state
    if state.upload is None:
        return
    content = state.upload.getvalue()
    try:
        image = read_photo(content)
        embedding = load_predictor().embed_photos([image])
        taken = read_exif_sighting(content)
    except CrossClipError as error:
        state.photo_error = str(error)
        return
    image.thumbnail(PREVIEW)
    state.photo = Photo(image, embedding, taken)
    if taken.has_place:
        state.place = written(taken)
        show_on_map(taken)
    if taken.has_date and EARLIEST <= taken.date <= LATEST:
        set_date("identify", taken.date)


def forget_photo() -> None:
    """Drop the photo, and with it the place and date that came from it."""
    state, photo = st.session_state, current_photo()
    if photo is not None and photo.taken.has_place and state.place == written(photo.taken):
        state.place = ""
    if photo is not None and photo.taken.has_date and state.identify_day == photo.taken.date:
        set_date("identify", None)
    state.photo = state.photo_error = None


def written(place: Sighting) -> str:
    """A place as the text field holds it."""
    return f"{place.latitude:.4f}, {place.longitude:.4f}" if place.has_place else ""


def read_place(text: str) -> Sighting:
    """A place from "latitude, longitude"; blank is no place.

    Raises:
        SightingError: with one sentence that says what would be right.
    """
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    if len(parts) not in (0, 2):
        raise SightingError("write a place as latitude, longitude in decimal degrees, such as 40.71, -74.01")
    latitude, longitude = parts or (None, None)
    return Sighting.parse(longitude, latitude)


def show_on_map(place: Sighting) -> None:
    st.session_state.map_centre = (place.latitude, place.longitude)


def receive_click() -> None:
    click = (st.session_state.map or {}).get("last_clicked")
    if click:
        st.session_state.place = written(clicked_place(click))


def receive_text() -> None:
    try:
        place = read_place(st.session_state.place)
    except SightingError:
        return
    if place.has_place:
        show_on_map(place)


def clear_place() -> None:
    st.session_state.place = ""


def photo_control() -> Photo | None:
    st.file_uploader("Photo of one bird", TYPES, key="upload", on_change=receive_photo)
    megapixels = MAX_PIXELS // 10**6
    st.caption(f"Up to {megapixels} million pixels. It stays in memory while the page is open, never on a disk.")
    if error := st.session_state.get("photo_error"):
        st.error(sentence(error))
    photo = current_photo()
    if photo is not None and st.session_state.upload is None:  # back from another page: the uploader has forgotten it
        st.button("Remove the photo", on_click=forget_photo)
    return photo


def place_control() -> Sighting:
    state = st.session_state
    state.setdefault("place", "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Place", key="place", placeholder="latitude, longitude, or click the map", on_change=receive_text,
            persist_state="session",
        )  # fmt: skip
        st.button("No place", on_click=clear_place, disabled=not state.place)
    try:
        return read_place(state.place)
    except SightingError as error:
        st.error(sentence(error))
        return Sighting()


def map_control(place: Sighting) -> None:
    state = st.session_state
    colours = DARK if st.context.theme.type == "dark" else LIGHT
    centre = state.get("map_centre")
    st_folium(
        OfflineMap(colours, street_tiles=state.get("street", False), location=START, zoom_start=START_ZOOM),
        key="map", height=MAP_HEIGHT, use_container_width=True, returned_objects=["last_clicked"],
        wrap_longitude=True, feature_group_to_add=pin(place, colours), center=centre,
        zoom=PIN_ZOOM if centre else None, on_change=receive_click,
    )  # fmt: skip
    st.toggle("Streets, from openstreetmap.org", key="street", persist_state="session", help="Needs the internet.")


def sentence(error: object) -> str:
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."


def support_note(sighting: Sighting) -> str | None:
    """A warning where the model has learned from no record near the pin."""
    coverage = load_atlas().coverage
    if coverage is None or not sighting.has_place or coverage.supports([sighting.longitude], [sighting.latitude])[0]:
        return None
    return f"The model knows {FEW_RECORDS} of this place: what it makes of the place is a guess."


def photo_note(photo: Photo, sighting: Sighting) -> str | None:
    """Which of place and date in use are the photo's own."""
    place = photo.taken.has_place and written(photo.taken) == written(sighting)
    date = photo.taken.has_date and photo.taken.date == sighting.date
    own = " and ".join(name for name, used in (("place", place), ("date", date)) if used)
    return f"{own.capitalize()} from the photo." if own else None


def show_answer(photo: Photo, sighting: Sighting) -> None:
    with st.container(key="photo"):
        st.image(photo.preview, caption=photo_note(photo, sighting), alt="The uploaded photo")
    answer = load_predictor().identify(photo.embedding, sighting)
    candidates = leading(answer, SHOWN)
    st.subheader(candidates[0].species)
    if sighting.has_place or sighting.has_date:
        columns = {f"With {circumstances(sighting)}": "probability", "Photo only": "photo_probability"}
        st.write(what_changed(answer, sighting))
    else:
        columns = {"Photo only": "photo_probability"}
        st.write("Click the map or give a date to see what they change.")
    st.html(bar_table(candidates, columns))
    st.caption(
        f"Calibrated probabilities over the {len(answer.species)} species the model knows; a bird that is not among "
        "them cannot be named. Calibration used photos whose place and date were simulated from records of the species."
    )


def show_checklist(sighting: Sighting) -> None:
    where = "at the pin" if sighting.has_place else "anywhere"
    st.subheader(f"Likely {where}, {day_name(sighting.date)}")
    likely = load_predictor().checklist(sighting).top(CHECKLIST)
    st.html(bar_table(likely, {"Probability": "probability"}, full=likely[0].probability))
    st.caption(
        "Probability that the next bird reported there and then is this species; the likeliest fills its bar. "
        "Add a photo to have it named."
    )


st.title("Which bird is this?")
st.write("Add a photo, click the map where it was taken, and give the date. Each of them may be left out.")
left, right = st.columns(2, gap="large")
with left:
    photo = photo_control()
with right:
    place = place_control()
    sighting = replace(place, date=date_control("identify", None))
left, right = st.columns(2, gap="large")
with left:
    map_control(place)
    if note := support_note(place):
        st.warning(note)
with right:
    if photo is None:
        show_checklist(sighting)
    else:
        show_answer(photo, sighting)
