"""The answer to a description, alone or beside a photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crossclip.answer import write_answers
from crossclip.description import Description
from crossclip.explain import explain
from crossclip.sighting import Sighting
from pages.answers.photo_answer import SHOWN
from pages.answers.tables import bar_table, leading, side_by_side
from pages.photos.session_photos import SessionPhoto
from pages.shared.downloads import download_buttons
from pages.shared.model import load_predictor
from pages.shared.words import plain
from pages.words.marked import marked_words, what_counted
from pages.words.questions import ask, told, with_answers
from pages.words.words_control import forget_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def show_words_answer(photo: SessionPhoto | None, sighting: Sighting, reading: Description) -> str:
    """The answer by words, with the photo where there is one; gives the species it puts first."""
    predictor, given = load_predictor(), told(photo)
    explanation = explain(predictor, photo.embedding if photo else None, sighting, reading.embedding)
    answer = with_answers(explanation.answer, given)
    first, *_ = candidates = leading(answer, SHOWN)
    species = answer.species.index(first.species)
    if photo is not None:
        with st.container(key="photo"):
            st.image(photo.preview, alt=f"Photo {photo.number}")
    st.html(marked_words(reading, species))
    st.caption(plain(what_counted(reading, species, first.species)))
    little = reading.says_little and photo is None and not given
    st.header("This says little" if little else f"{first.species} (*{first.scientific_name}*)")
    for remark in reading.remarks():
        st.warning(plain(remark))
    if not given and not little:
        st.write(" ".join(explanation.sentences()))
    columns = side_by_side(sighting, photo is not None, words=True, told=any(choice is not None for _, choice in given))
    st.html(bar_table(candidates, columns))
    calibrated = (
        "Calibrated probabilities" if "text" in predictor.config.calibration else "Probabilities, not calibrated,"
    )
    st.caption(
        f"{calibrated} over the {len(answer.species)} species the model knows. *Together* has your answers in it."
    )
    ask(photo, answer)
    st.button("Forget the words", on_click=forget_words, args=(photo,))

    def draw() -> Figure:
        from crossclip.answer_figures import answer_figure  # with Matplotlib, which only an export needs

        return answer_figure(answer, sighting)

    tables = {"csv": lambda path: write_answers(path, [(sighting, answer)])}
    download_buttons("answer-words", draw, tables, key="answer")
    return first.species
