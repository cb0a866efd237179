"""A button that keeps the answer on the page, and the list of what was kept."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from crossclip.sighting import Sighting
from crossclip.words.description import Description
from pages.kept.kept_answers import MOST, keep, kept_answers, kept_rows, write_kept
from pages.photos.session_photos import SessionPhoto, words_key
from pages.shared.model import load_predictor
from pages.words.questions import told, with_answers

ROW = 56  # pixels


def keep_control(photo: SessionPhoto | None, sighting: Sighting, reading: Description | None) -> None:
    """Keep the answer about a photo, a description or both, and see what was kept. Without either, only the latter."""
    kept, asked = kept_answers(), photo is not None or reading is not None
    if asked:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Keep this answer",
                on_click=_keep,
                args=(photo, sighting, reading),
                icon=":material/bookmark_add:",
                disabled=len(kept) >= MOST,
            )
            st.caption("In a list below, to be saved as a file; it is gone when the page closes.", width="content")
    if not kept:
        return
    st.header("Kept answers")
    st.dataframe(
        kept_rows(kept),
        hide_index=True,
        row_height=ROW,
        key="kept_table",
        column_config={"Photo": st.column_config.ImageColumn(width=80)},
        alt="Kept answers: photo, place, date and the first three species",
    )
    with st.container(horizontal=True):
        st.download_button("Save them as CSV", _csv, "kept-answers.csv", on_click="ignore", key="save_kept")
        st.button("Forget them", on_click=kept.clear)
    if len(kept) >= MOST:
        st.info(f"{MOST} answers are kept at a time: save them, then forget them to keep more.")


def _keep(photo: SessionPhoto | None, sighting: Sighting, reading: Description | None) -> None:
    embedding = None if photo is None else photo.embedding
    text = None if reading is None else reading.embedding
    answer = load_predictor().answers(embedding, [sighting], text)[0]
    if reading is not None:
        answer = with_answers(answer, told(photo))
    words = "" if reading is None else st.session_state.get(words_key(photo)) or ""
    if photo is None:
        keep(answer, sighting, words=words)
    else:
        keep(answer, sighting, f"Photo {photo.number}", photo.preview, words)


def _csv() -> bytes:
    with TemporaryDirectory() as folder:
        write_kept(path := Path(folder) / "kept.csv", kept_answers())
        return path.read_bytes()
