"""How photos come in, by upload, camera or as a sample, or words instead, and which photo is answered about."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crossclip.photo import MAX_PIXELS
from pages.photos.samples import gallery, samples
from pages.photos.session_photos import SessionPhoto, add_photos, current_photo, remove_photo, session_photos, turn_to
from pages.shared.model import load_predictor
from pages.shared.words import sentence

TYPES = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "gif", "bmp"]
PHOTO, CAMERA, WORDS, SAMPLES = "Photo", "Camera", "Words", "Samples"


def photo_control(words_control: Callable[[SessionPhoto | None], None]) -> None:
    """A way to add photos or words, what could not be read of them, and the photos that are there.

    Args:
        words_control: draws the field for words about a photo, or without one.
    """
    state = st.session_state
    words = (WORDS,) if load_predictor().config.text_encoder else ()
    sources = (PHOTO, CAMERA, *words, *((SAMPLES,) if samples() else ()))
    source = st.segmented_control(
        "One bird", sources, default=PHOTO, required=True, key="photo_source", persist_state="session"
    )
    key = f"{source}_{state.get('photo_round', 0)}"
    if source == PHOTO:
        megabytes = st.get_option("server.maxUploadSize")
        st.file_uploader(
            "Photos to upload",
            TYPES,
            accept_multiple_files=True,
            key=key,
            on_change=_receive,
            args=(key,),
            label_visibility="collapsed",
        )
        st.caption(
            f"One or several, each up to {megabytes} MB and {MAX_PIXELS // 10**6} million pixels. They stay in memory "
            "while the page is open, never on a disk."
        )
    elif source == CAMERA:
        st.camera_input("Photo to take", key=key, on_change=_receive, args=(key,), label_visibility="collapsed")
        st.caption("A browser lends its camera only to pages at localhost or over https.")
    elif source == WORDS:
        words_control(current_photo())
    else:
        gallery()
    for error in state.get("photo_errors", ()):
        st.error(sentence(error))
    _thumbnails()


def _receive(key: str) -> None:
    """Take in what an uploader or the camera holds, and empty it: the originals need not be kept."""
    state = st.session_state
    files = state[key] if isinstance(state[key], list) else [state[key]]
    add_photos(file.getvalue() for file in files if file is not None)
    state.photo_round = state.get("photo_round", 0) + 1


def _thumbnails() -> None:
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
    if current is not None:
        st.button(f"Remove photo {current.number}", on_click=remove_photo)
