"""How many photos and their table come in at once, are looked at a few at a time, and are let go of."""

from __future__ import annotations

from threading import Lock

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from crossclip.errors import CrossClipError
from pages.many.roll import MOST, Roll
from pages.photos.photo_control import TYPES
from pages.photos.samples import FOLDER, samples
from pages.shared.model import load_predictor
from pages.shared.streamlit_patches import let_go
from pages.shared.words import plain, sentence

FILES, FOLDERS = "Photos and a table", "A folder"
ROLL, STOPPED, ROUND, TRUTH = "roll", "roll_stopped", "roll_round", "many_truth"
EXAMPLE = """photo,latitude,longitude,date,true name
heron.jpg,41.9,-83.2,2021-07-18,Great Blue Heron
jay.jpg,,,,Blue Jay
"""


def current_roll() -> Roll | None:
    return st.session_state.get(ROLL)


def drop_control() -> None:
    """Where photos and a table are dropped."""
    kind = st.segmented_control(
        "What there is", (FILES, FOLDERS), default=FILES, required=True, key="roll_kind", persist_state="session"
    )
    key = f"roll_{kind}_{st.session_state.get(ROUND, 0)}"
    st.file_uploader(
        "Photos, and a table if there is one" if kind == FILES else "A folder with photos, and a table if there is one",
        [*TYPES, "csv"],
        accept_multiple_files="directory" if kind == FOLDERS else True,
        key=key,
        on_change=_receive,
        args=(key,),
    )
    st.caption(
        f"Up to {MOST} photos, each up to {st.get_option('server.maxUploadSize')} MB. They stay in memory until they "
        "were looked at; of each a small picture is kept while the page is open."
    )
    with st.expander("What a table looks like"):
        st.markdown(
            "CSV in UTF-8, its first line the names of columns. *photo* is the name of a file; *latitude*, *longitude* "
            "and *date* may be blank or missing; a column with the true names has the mistakes marked, whatever it is "
            "called. It is the table of `crossclip identify --table`."
        )
        st.code(EXAMPLE, language=None)
    if current_roll() is None and samples():
        st.button("Try it with the drawings of the app", on_click=_take_samples)


def look_at_waiting(roll: Roll) -> None:
    """Look at what waits, a few photos at a time, with a bar and a way to stop."""
    if not roll.waiting:
        return
    shown = st.empty()
    if st.session_state.get(STOPPED):
        with shown.container(horizontal=True, vertical_alignment="center"):
            st.write(f"Stopped: {len(roll.waiting)} of {len(roll.photos)} photos were not looked at.")
            st.button("Go on", on_click=st.session_state.update, args=({STOPPED: False},))
        return
    with shown.container():
        st.button("Stop", on_click=st.session_state.update, args=({STOPPED: True},))
        bar = st.progress(0.0)
    try:
        while roll.waiting:
            done = len(roll.photos) - len(roll.waiting)
            bar.progress(done / len(roll.photos), text=f"{done} of {len(roll.photos)} photos looked at")
            with _turn():
                roll.look()
    except CrossClipError as error:  # the model cannot look at photos: the rest need not be tried
        st.session_state[STOPPED] = True
        st.error(plain(sentence(error)))
    shown.empty()


def start_over() -> None:
    state = st.session_state
    for key in (ROLL, STOPPED, TRUTH):
        state.pop(key, None)


def _receive(key: str) -> None:
    """Take in what was dropped, beside what was dropped before."""
    files: list[UploadedFile] = st.session_state[key] or []
    _take_in([(file.name, file.getvalue()) for file in files])
    let_go(files)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _take_samples() -> None:
    table = (FOLDER / "samples.csv").read_bytes().replace(b"file,species", b"photo,true name", 1)
    _take_in([("samples.csv", table), *((sample.file.name, sample.file.read_bytes()) for sample in samples())])


def _take_in(files: list[tuple[str, bytes]]) -> None:
    state = st.session_state
    if current_roll() is None:
        state[ROLL] = Roll(load_predictor())
    state[ROLL].remarks.clear()
    state[ROLL].take_in(files)
    state[STOPPED] = False


@st.cache_resource(show_spinner=False)
def _turn() -> Lock:
    """Held for a few photos: sessions with many of them take turns, and what they need of memory does not add up."""
    return Lock()
