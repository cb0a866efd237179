"""The field for a description, and what the model makes of it.

What a person writes is kept as a photo is: in the session while the page is open, never in the address, so that a link
to a place gives away no more than the place.
"""

from __future__ import annotations

import streamlit as st

from crossclip.errors import CrossClipError
from crossclip.text import LONGEST
from crossclip.words.description import Description, read_description
from pages.photos.session_photos import SessionPhoto, told_key, words_key
from pages.shared.model import load_predictor
from pages.shared.words import plain, sentence

EXAMPLES = (
    "small yellow bird with a black cap, on the thistles",
    "gray bird with a crest and rusty sides at the feeder",
    "large brown hawk, red tail, soaring",
)


def words_control(photo: SessionPhoto | None) -> None:
    """The field, with examples; beside a photo the words count together with it."""
    key = words_key(photo)
    st.session_state.setdefault(key, "")
    st.text_input(
        "What did it look like?",
        key=key,
        max_chars=LONGEST,
        placeholder="size, colours, bill, marks, what it did, in English",
        persist_state="session",
    )
    with st.container(horizontal=True):
        st.button("Name the bird")  # leaving the field for it is what sends the words
        st.button("No words", on_click=forget_words, args=(photo,), disabled=not st.session_state[key])
        if photo is not None:
            st.button("Words without the photo", on_click=_leave_photo)
    st.caption("For example:")
    for number, example in enumerate(EXAMPLES):
        st.button(example, key=f"example_{number}", on_click=_try, args=(photo, example), type="tertiary")
    beside = "" if photo is None else f" They count together with photo {photo.number}."
    st.caption(f"The words stay in memory while the page is open; they are not in the link.{beside}")


def read_words(photo: SessionPhoto | None) -> Description | None:
    """What the model read, None where nothing was written; what is wrong with the words is one sentence."""
    text: str = st.session_state.get(words_key(photo), "")
    if not text.strip():
        return None
    try:
        with st.spinner("Reading the words"):
            return read_description(load_predictor(), text)
    except CrossClipError as error:
        st.error(plain(sentence(error)))
        return None


def forget_words(photo: SessionPhoto | None) -> None:
    st.session_state[words_key(photo)] = ""
    st.session_state[told_key(photo)] = []


def _try(photo: SessionPhoto | None, example: str) -> None:
    st.session_state[words_key(photo)] = example
    st.session_state[told_key(photo)] = []


def _leave_photo() -> None:
    st.session_state.photo_number = None
