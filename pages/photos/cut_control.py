"""A square over the photo, drawn with the mouse or a finger, or set with sliders."""

from __future__ import annotations

import streamlit as st
from PIL import Image

from crossclip.answers.cuts import SMALLEST, Cut
from crossclip.photos.reading import read_photo
from pages.photos.session_photos import SessionPhoto, cut_photo

WIDTH = 320  # pixels: what a telephone shows
START = Cut(0.5, 0.5, 0.6)
SLIDERS = {"across": "From left to right", "down": "From top to bottom", "side": "Size"}
LEAST = 2  # pixels of the drawn square that count as a move


def cut_control(photo: SessionPhoto) -> None:
    """The whole photo with a square that can be moved and resized; the answer follows."""
    st.write("Draw the square around the bird, or move it with the sliders: the answer is about what is in it.")
    whole = photo.whole or photo
    picture = read_photo(whole.preview)
    picture = picture.resize((WIDTH, max(1, round(WIDTH * picture.height / picture.width))))
    cut = photo.cut or START
    with st.container(horizontal=True, gap="large"):
        with st.container(width=WIDTH):
            _drawn_square(photo, picture, cut)
        with st.container(width=WIDTH):
            _sliders(photo, cut)
            st.button(
                "Undo the cut", key="undo_cut", disabled=photo.cut is None, on_click=cut_photo, args=(photo, None)
            )


def _drawn_square(photo: SessionPhoto, picture: Image.Image, cut: Cut) -> None:
    from streamlit_cropper import st_cropper

    state = st.session_state
    turn, mounted = state.setdefault(_square_key(photo), (0, cut))
    known: Cut | None = state.get(_drawn_key(photo))
    # A square that was moved otherwise, or taken away, is drawn anew; one that is being drawn is left alone.
    if (photo.cut is None and known is not None) or cut not in (mounted, known):
        turn, mounted = state[_square_key(photo)] = (turn + 1, cut)
        state[_drawn_key(photo)] = None
    left, top, right, bottom = mounted.box(picture.size)
    box = st_cropper(
        picture,
        default_coords=(left, right, top, bottom),
        box_color="#2f8f88",
        aspect_ratio=(1, 1),
        return_type="box",
        key=f"cropper_{photo.number}_{turn}",
    )
    before = cut.box(picture.size)
    moved = (box["left"] - before[0], box["top"] - before[1], box["width"] - (before[2] - before[0]))
    if max(map(abs, moved)) < LEAST:
        return
    side = min(box["width"], box["height"])
    chosen = Cut(
        (box["left"] + side / 2) / picture.width,
        (box["top"] + side / 2) / picture.height,
        max(side / min(picture.size), SMALLEST),
    )
    state[_drawn_key(photo)] = chosen
    if photo.cut != chosen:
        cut_photo(photo, chosen)
        st.rerun()


def _sliders(photo: SessionPhoto, cut: Cut) -> None:
    state = st.session_state
    for name in SLIDERS:
        state[_slider_key(photo, name)] = round(100 * getattr(cut, name))
    for name, label in SLIDERS.items():
        least = round(100 * SMALLEST) if name == "side" else 0
        st.slider(label, least, 100, key=_slider_key(photo, name), format="%d%%", on_change=_slide, args=(photo,))


def _slide(photo: SessionPhoto) -> None:
    cut_photo(photo, Cut(*(st.session_state[_slider_key(photo, name)] / 100 for name in SLIDERS)))


def _slider_key(photo: SessionPhoto, name: str) -> str:
    return f"cut_{name}_{photo.number}"


def _square_key(photo: SessionPhoto) -> str:
    return f"cut_square_{photo.number}"


def _drawn_key(photo: SessionPhoto) -> str:
    return f"cut_drawn_{photo.number}"
