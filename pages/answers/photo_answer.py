"""The answer about a photo, or what is likely without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crossclip.answer import write_answers
from crossclip.explain import explain
from crossclip.sighting import Sighting
from pages.answers.tables import bar_table, leading, side_by_side
from pages.photos.session_photos import SessionPhoto
from pages.shared.dates import day_name
from pages.shared.downloads import download_buttons
from pages.shared.model import load_predictor

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN, CHECKLIST = 5, 7  # species


def show_answer(photo: SessionPhoto, sighting: Sighting) -> str:
    """The answer about a photo; gives the species it puts first."""
    predictor = load_predictor()
    explanation = explain(predictor, photo.embedding, sighting)
    answer = explanation.answer
    first, *_ = candidates = leading(answer, SHOWN)
    with st.container(key="photo"):
        st.image(photo.preview, alt=f"Photo {photo.number}")
    count = len(answer.species)
    if predictor.is_familiar(photo.embedding):
        st.header(first.species + (f" (*{first.scientific_name}*)" if first.scientific_name else ""))
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

    def draw() -> Figure:
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
