"""The answer to a description, alone or beside a photo."""

from __future__ import annotations

import streamlit as st

from crossclip.answers.confidence import verdict
from crossclip.answers.explain import explain
from crossclip.sighting import Sighting
from crossclip.words.description import Description
from pages.answers.photo_answer import LINKED, SHOWN, answer_downloads
from pages.answers.shown import Shown
from pages.answers.tables import bar_table, ends_of, leading, side_by_side
from pages.answers.verdicts import show_verdict
from pages.links.map_links import range_links
from pages.photos.session_photos import SessionPhoto
from pages.shared.model import load_predictor
from pages.shared.words import plain
from pages.words.marked import marked_words, what_counted
from pages.words.questions import ask, told, with_answers
from pages.words.words_control import forget_words


def show_words_answer(photo: SessionPhoto | None, sighting: Sighting, reading: Description) -> Shown:
    """The answer by words, with the photo where there is one."""
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
    if little:
        st.header("This says little", anchor="answer")
    else:
        show_verdict(verdict(answer, photo is None or predictor.is_familiar(photo.embedding)), len(answer.species))
    for remark in reading.remarks():
        st.warning(plain(remark))
    if not given and not little:
        st.write(" ".join(explanation.sentences()))
    columns = side_by_side(sighting, photo is not None, words=True, told=any(choice is not None for _, choice in given))
    st.html(bar_table(candidates, columns, ends_of(answer, columns)))
    range_links([candidate.species for candidate in candidates[:LINKED]], sighting, "answer_maps")
    calibrated = (
        "Calibrated probabilities" if "text" in predictor.config.calibration else "Probabilities, not calibrated,"
    )
    st.caption(
        f"{calibrated} over the {len(answer.species)} species the model knows. *Together* has your answers in it."
    )
    ask(photo, answer)
    st.button("Forget the words", on_click=forget_words, args=(photo,))

    answer_downloads(answer, sighting, photo, "answer-by-words")
    return Shown(first.species, explanation)
