"""A cut of the photo that would make the answer surer is offered, and one that was made can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from crossclip.answer import Answer
from crossclip.answers.cuts import better_cut, embed_cuts
from crossclip.answers.explain import percent
from crossclip.photos.reading import read_photo
from crossclip.sighting import Sighting
from pages.photos.session_photos import SessionPhoto, cut_photo, cuts_key
from pages.shared.model import load_predictor


def offer_cut(photo: SessionPhoto, sighting: Sighting, answer: Answer) -> Callable[[], None] | None:
    """Say what the answer would be with what is around the middle of the photo cut away, where that makes it surer.

    Returns:
        what says so, where the model has to look at the cuts first, as long as at two photos more.
    """
    if photo.cut is not None:
        return None
    say = partial(_offer, st.empty(), photo, sighting, answer)
    if cuts_key(photo) not in st.session_state:
        return say
    say()
    return None


def _offer(where: DeltaGenerator, photo: SessionPhoto, sighting: Sighting, answer: Answer) -> None:
    state, key = st.session_state, cuts_key(photo)
    if key not in state:
        state[key] = embed_cuts(load_predictor(), read_photo(photo.preview))
    better = better_cut(load_predictor(), state[key], sighting, answer)
    if better is None:
        return
    cut, after = better
    first = after.top(1)[0]
    with where.container(horizontal=True, vertical_alignment="center", key="offered_cut"):
        st.write(f"With the edges cut away it would be **{first.species}, {percent(first.probability)}**.")
        st.button("Cut the photo", icon=":material/crop:", on_click=cut_photo, args=(photo, cut))


def cut_note(photo: SessionPhoto) -> None:
    """What was cut, and the way back."""
    if photo.cut is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("The answer is about this cut of the photo.")
        st.button("Whole photo", icon=":material/undo:", on_click=cut_photo, args=(photo, None))
