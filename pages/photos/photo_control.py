"""How photos come in, by upload, camera or as a sample, or words instead, and which photo is answered about."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crossclip.photos.reading import MAX_PIXELS
from pages.photos.samples import gallery, samples
from pages.photos.session_photos import (
    MOST,
    SessionPhoto,
    add_photos,
    current_photo,
    refused,
    remove_photo,
    session_photos,
    turn_to,
)
from pages.shared.model import load_predictor
from pages.shared.streamlit_patches import let_go
from pages.shared.words import plain, sentence

TYPES = ["jpg", "jpeg", "png", "webp", "heic", "heif", "tif", "tiff", "gif", "bmp"]
UPLOADER = "photo_upload"
LONGEST_NAME = 60  # letters of a file's name that are shown
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
    if source == PHOTO:
        megabytes = st.get_option("server.maxUploadSize")
        # Always the same uploader: an emptied one would take with it what is still on its way.
        st.file_uploader(
            "Photos to upload",
            TYPES,
            accept_multiple_files=True,
            key=UPLOADER,
            on_change=_receive,
            label_visibility="collapsed",
        )
        st.caption(
            f"Up to {MOST}, each up to {megabytes} MB and {MAX_PIXELS // 10**6} million pixels. They stay in memory "
            "while the page is open, never on a disk."
        )
    elif source == CAMERA:
        key = f"camera_{state.get('camera_round', 0)}"
        st.camera_input("Photo to take", key=key, on_change=_snap, args=(key,), label_visibility="collapsed")
        st.caption("A browser lends its camera only to pages at localhost or over https.")
    elif source == WORDS:
        words_control(current_photo())
    else:
        gallery()
    _refusals()
    _thumbnails()


def _receive() -> None:
    """Take in what has arrived since the last time; the originals need not be kept."""
    state = st.session_state
    seen: set[str] = state.setdefault("photo_files", set())
    new = [file for file in state[UPLOADER] or [] if file.file_id not in seen]
    seen.update(file.file_id for file in new)
    add_photos((file.name, file.getvalue()) for file in new)
    let_go(new)


def _snap(key: str) -> None:
    """Take in what the camera took, and make it ready for the next."""
    state = st.session_state
    if state[key] is not None:
        add_photos([("The camera's picture", state[key].getvalue())])
        state.camera_round = state.get("camera_round", 0) + 1


def _refusals() -> None:
    """What could not be taken in, each with its name, until it is dismissed."""
    for number, one in enumerate(refused()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.error(f"**{plain(one.name[:LONGEST_NAME])}**: {plain(sentence(one.reason))}")
            st.button(
                "Dismiss",
                key=f"dismiss_{number}",
                on_click=refused().remove,
                args=(one,),
                help=f"Dismiss the message about {plain(one.name[:LONGEST_NAME])}",
            )


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
