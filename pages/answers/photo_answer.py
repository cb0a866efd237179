"""The answer about a photo, or what is likely without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crossclip.answer import Answer, write_answers
from crossclip.answers.confidence import verdict
from crossclip.answers.explain import explain
from crossclip.sighting import Sighting
from pages.answers.naming import answer_stem, subject
from pages.answers.shown import Shown
from pages.answers.tables import bar_table, ends_of, leading, side_by_side
from pages.answers.verdicts import show_verdict
from pages.links.map_links import range_links
from pages.photos.cut_offer import cut_note, offer_cut
from pages.photos.session_photos import SessionPhoto
from pages.shared.dates import day_name
from pages.shared.downloads import download_buttons
from pages.shared.model import load_predictor, model_label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN, CHECKLIST, LINKED = 5, 7, 3  # species in a table, in a checklist, with a link to their map


def show_answer(photo: SessionPhoto, sighting: Sighting) -> Shown:
    """The answer about a photo."""
    predictor = load_predictor()
    explanation = explain(predictor, photo.embedding, sighting)
    answer = explanation.answer
    candidates = leading(answer, SHOWN)
    said = verdict(answer, predictor.is_familiar(photo.embedding))
    count = len(answer.species)
    show_verdict(said, count)
    with st.container(key="photo"):
        st.image(photo.preview, alt=f"Photo {photo.number}")
    cut_note(photo)
    rest = None if said.sure else offer_cut(photo, sighting, answer)
    known = sighting.has_place or sighting.has_date
    st.write(" ".join(explanation.sentences()) if known else "Set a pin or a date to see what they change.")
    columns = side_by_side(sighting)
    st.html(bar_table(candidates, columns, ends_of(answer, columns)))
    range_links([candidate.species for candidate in candidates[:LINKED]], sighting, "answer_maps")
    calibrated = "Calibrated probabilities" if predictor.config.calibration else "Probabilities, not calibrated,"
    st.caption(
        f"{calibrated} over the {count} species the model knows; a bird that is not among them cannot be named. "
        "*About* says what was simulated in training."
    )
    answer_downloads(answer, sighting, photo, "answer")
    return Shown(candidates[0].species, explanation, rest)


def answer_downloads(answer: Answer, sighting: Sighting, photo: SessionPhoto | None, about: str) -> None:
    """Buttons for the answer as a figure and as a table.

    Args:
        about: how its files begin.
    """
    model = model_label()

    def draw() -> Figure:
        from crossclip.answers.figures import answer_figure  # with Matplotlib, which only an export needs

        return answer_figure(answer, sighting, subject=subject(photo), model=model)

    download_buttons(
        answer_stem(about, subject(photo), answer.top(1)[0].species, sighting=sighting),
        draw,
        {"csv": lambda path: write_answers(path, [(sighting, answer)], subject(photo), model)},
        key="answer",
    )


def show_checklist(sighting: Sighting) -> Shown:
    """What is likely without a photo."""
    where = "at the pin" if sighting.has_place else "anywhere"
    st.header(f"Likely {where}, {day_name(sighting.date)}", anchor="answer")
    likely = load_predictor().checklist(sighting).top(CHECKLIST)
    st.html(bar_table(likely, {"Probability": "probability"}, full=likely[0].probability))
    range_links([candidate.species for candidate in likely[:LINKED]], sighting, "answer_maps")
    st.caption(
        "Probability that the next bird reported there and then is this species; the likeliest fills its bar. "
        "Add a photo to have it named."
    )
    return Shown(likely[0].species)
