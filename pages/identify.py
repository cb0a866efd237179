"""Photo, pin and date in; the species with and without place and date, side by side, out."""

from dataclasses import replace

import streamlit as st

from crossclip.answer import write_answers
from crossclip.explain import explain
from crossclip.maps.coverage import FEW_RECORDS
from crossclip.photo import MAX_PIXELS
from crossclip.sighting import Sighting, SightingError
from pages._answer import bar_table, leading, side_by_side
from pages._closer import VIEWS, look_closer
from pages._gallery import gallery, samples
from pages._links import (
    Parameter,
    choice_reader,
    date_reader,
    follow,
    place_text_reader,
    publish,
    read_place,
    written_place,
)
from pages._photos import add_photos, date_key, note_of_origin, place_key, remove_photo, turn_to
from pages._pin_map import pin_map
from pages._shared import (
    EARLIEST,
    LATEST,
    Photo,
    current_photo,
    day_name,
    download_buttons,
    load_atlas,
    load_predictor,
    sentence,
    session_photos,
)

TYPES = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "gif", "bmp"]
UPLOAD, CAMERA, SAMPLES = "Upload", "Camera", "Samples"
SHOWN, CHECKLIST = 5, 7
VIEW = "identify_view"


def address(photo: Photo | None) -> list[Parameter]:
    """What the address holds: place, date and the open panel, never the photo."""
    return [
        Parameter("place", place_key(photo), "", "a latitude and a longitude", place_text_reader),
        Parameter("date", date_key(photo), None, f"a day from {EARLIEST} to {LATEST}", date_reader(EARLIEST, LATEST)),
        Parameter(
            "view",
            VIEW,
            None,
            f"one of {', '.join(VIEWS)}",
            choice_reader(VIEWS),
            {panel: name for name, panel in VIEWS.items()}.get,
        ),
    ]


def receive(key: str) -> None:
    """Take in what an uploader or the camera holds, and empty it: the originals need not be kept."""
    state = st.session_state
    files = state[key] if isinstance(state[key], list) else [state[key]]
    add_photos(file.getvalue() for file in files if file is not None)
    state.photo_round = state.get("photo_round", 0) + 1


def photo_control() -> None:
    state = st.session_state
    sources = (UPLOAD, CAMERA, SAMPLES) if samples() else (UPLOAD, CAMERA)
    source = st.segmented_control(
        "Photo of one bird", sources, default=UPLOAD, required=True, key="photo_source", persist_state="session"
    )
    key = f"{source}_{state.get('photo_round', 0)}"
    if source == UPLOAD:
        megabytes = st.get_option("server.maxUploadSize")
        st.file_uploader(
            "Photos to upload",
            TYPES,
            accept_multiple_files=True,
            key=key,
            on_change=receive,
            args=(key,),
            label_visibility="collapsed",
        )
        st.caption(
            f"One or several, each up to {megabytes} MB and {MAX_PIXELS // 10**6} million pixels. They stay in memory "
            "while the page is open, never on a disk."
        )
    elif source == CAMERA:
        st.camera_input("Photo to take", key=key, on_change=receive, args=(key,), label_visibility="collapsed")
        st.caption("A browser lends its camera only to pages at localhost or over https.")
    else:
        gallery()
    for error in state.get("photo_errors", ()):
        st.error(sentence(error))
    thumbnails()


def thumbnails() -> None:
    """The photos of the session; one of them is answered about."""
    photos, current = session_photos(), current_photo()
    if not photos:
        return
    with st.container(key="thumbnails", horizontal=True, vertical_alignment="bottom"):
        for number, photo in photos.items():
            with st.container(width=104, gap="xsmall"):
                st.image(photo.preview, alt=f"Photo {number}")
                # Not a filled button: its white label cannot be read on the light colour of the dark theme.
                mark = ":material/check:" if photo is current else None
                label = f"Photo {number}"
                st.button(label, key=f"turn_{number}", icon=mark, on_click=turn_to, args=(number,), width="stretch")
    st.button(f"Remove photo {current.number}", on_click=remove_photo)


def sighting_control(photo: Photo | None) -> Sighting:
    """Place and date of a photo, or of what is asked about without one."""
    state, place, date = st.session_state, place_key(photo), date_key(photo)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Place", key=place, placeholder="latitude, longitude, or click the map", persist_state="session")
        st.button("No place", on_click=state.update, args=({place: ""},), disabled=not state[place])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            "Date",
            value=None,
            key=date,
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            persist_state="session",
        )
        st.button("Any time of year", on_click=state.update, args=({date: None},), disabled=state[date] is None)
    try:
        return replace(read_place(state[place]), date=state[date])
    except SightingError as error:
        st.error(sentence(error))
        return Sighting(date=state[date])


def map_control(photo: Photo | None, sighting: Sighting) -> None:
    def choose(place: Sighting) -> None:
        st.session_state[place_key(photo)] = written_place(place)

    streets = st.session_state.get("streets", False)
    pin_map(sighting, note_of_origin(photo, replace(sighting, date=None)), streets, choose, key="pin_map")
    st.toggle("Streets, from openstreetmap.org", key="streets", persist_state="session", help="Needs the internet.")


def support_note(sighting: Sighting) -> str | None:
    """A warning where the model has learned from no record near the pin."""
    if not sighting.has_place:
        return None
    coverage = load_atlas().coverage
    if coverage is None or coverage.supports([sighting.longitude], [sighting.latitude])[0]:
        return None
    return f"Few or no records near this place ({FEW_RECORDS}): what the model makes of the place is a guess."


def show_answer(photo: Photo, sighting: Sighting) -> str:
    """The answer about a photo; gives the species it puts first."""
    predictor = load_predictor()
    explanation = explain(predictor, photo.embedding, sighting)
    answer = explanation.answer
    first, *_ = candidates = leading(answer, SHOWN)
    with st.container(key="photo"):
        st.image(photo.preview, alt=f"Photo {photo.number}")
    count = len(answer.species)
    if predictor.is_familiar(photo.embedding):
        st.header(f"{first.species} (*{first.scientific_name}*)")
        known = sighting.has_place or sighting.has_date
        st.write(" ".join(explanation.sentences()) if known else "Set a pin or a date to see what they change.")
    else:
        st.header("This does not look like a bird I know")
        st.write(f"Below are the nearest of the {count} species the model knows; all of them may be wrong.")
    st.html(bar_table(candidates, side_by_side(sighting)))
    calibrated = "Calibrated probabilities" if predictor.config.calibration else "Probabilities, not calibrated,"
    st.caption(
        f"{calibrated} over the {count} species the model knows; a bird that is not among them cannot be named. "
        "*About* says what was simulated in training."
    )

    def draw():
        from crossclip.answer_figures import answer_figure  # with Matplotlib, which only an export needs

        return answer_figure(answer, sighting)

    download_buttons(
        f"answer-photo-{photo.number}",
        draw,
        {"csv": lambda path: write_answers(path, [(sighting, answer)])},
        key="answer",
    )
    return first.species


def show_checklist(sighting: Sighting) -> str:
    """What is likely without a photo; gives the likeliest species."""
    where = "at the pin" if sighting.has_place else "anywhere"
    st.header(f"Likely {where}, {day_name(sighting.date)}")
    likely = load_predictor().checklist(sighting).top(CHECKLIST)
    st.html(bar_table(likely, {"Probability": "probability"}, full=likely[0].probability))
    st.caption(
        "Probability that the next bird reported there and then is this species; the likeliest fills its bar. "
        "Add a photo to have it named."
    )
    return likely[0].species


st.title("Which bird is this?")
st.write("Add a photo, click the map where it was taken, and give the date. Each of them may be left out.")
photo = current_photo()
parameters = address(photo)
follow("identify", parameters)
left, right = st.columns(2, gap="large")
with right:
    sighting = sighting_control(photo)
    if note := note_of_origin(photo, sighting):
        st.caption(f"{note.capitalize()}: move the pin or change the date to correct it.")
    if note := support_note(sighting):
        st.warning(note)
    first = show_checklist(sighting) if photo is None else show_answer(photo, sighting)
with left:
    photo_control()
    map_control(photo, sighting)
look_closer(photo, sighting, first, VIEW)
publish("identify", parameters)
