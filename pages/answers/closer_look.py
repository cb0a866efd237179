"""What can be looked at more closely below an answer: one panel at a time, computed when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crossclip.answer import write_answers
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from pages.answers.could_be import show_places
from pages.answers.what_if import at_places, in_seasons, show_multiples
from pages.photos.session_photos import SessionPhoto
from pages.shared.dates import day_name
from pages.shared.downloads import download_buttons
from pages.shared.model import load_predictor, model_name
from pages.shared.words import sentence

if TYPE_CHECKING:
    from crossclip.attention import Explainer

RANGE_MAP = "pages/range_map.py"
HERE, PLACES, SEASONS, LOOKED = "What else is here", "What if: places", "What if: seasons", "Where it looked"
COULD_BE = "Where it could be"
VIEWS = {"here": HERE, "where": COULD_BE, "places": PLACES, "seasons": SEASONS, "looked": LOOKED}
OPACITY = 0.6


def look_closer(photo: SessionPhoto | None, sighting: Sighting, species: str, key: str) -> None:
    """A row of panels to choose from, and the one that is chosen.

    Args:
        species: the one that the answer puts first.
        key: of the choice, in the session's state.
    """
    panels = tuple(VIEWS.values()) if photo else (HERE,)
    if st.session_state[key] not in panels:
        st.session_state[key] = None
    chosen = st.pills("Look closer", panels, key=key, persist_state="session")
    if chosen == HERE:
        _what_else_is_here(sighting)
    elif photo is None:
        return
    elif chosen == COULD_BE:
        show_places(photo, sighting)
    elif chosen == LOOKED:
        _where_it_looked(photo, species, sighting)
    elif chosen == PLACES and (asked := at_places(sighting)):
        show_multiples(photo, asked, "what-if-places")
    elif chosen == SEASONS:
        show_multiples(photo, in_seasons(sighting), "what-if-seasons")


def _what_else_is_here(sighting: Sighting) -> None:
    import pandas as pd

    from crossclip.answer_figures import checklist_figure

    answer = load_predictor().checklist(sighting)
    likely = answer.top(None)
    table = pd.DataFrame(
        {
            "Species": [candidate.species for candidate in likely],
            "Scientific name": [candidate.scientific_name for candidate in likely],
            "Probability": [candidate.probability for candidate in likely],
        }
    )
    where = "at the pin" if sighting.has_place else "anywhere"
    st.write(
        f"What people report {where} {day_name(sighting.date)}, likeliest first. Click a heading to sort; "
        "choose a row to see the species' map."
    )
    choice = st.dataframe(
        table,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=320,
        key="here",
        column_config={"Probability": st.column_config.NumberColumn(format="percent")},
        alt="Species likely at the place on the date, with their probabilities",
    )
    if rows := choice.selection.rows:
        st.switch_page(RANGE_MAP, query_params={"species": likely[rows[0]].species})
    download_buttons(
        "what-else-is-here",
        lambda: checklist_figure(answer, sighting),
        {"csv": lambda path: write_answers(path, [(sighting, answer)])},
        key="here",
    )


def _where_it_looked(photo: SessionPhoto, species: str, sighting: Sighting) -> None:
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    from crossclip.answer_figures import attention_figure
    from crossclip.attention import COLOUR_MAP

    try:
        attention = _explainer(model_name()).attention(photo.preview, species, sighting)
    except CrossClipError as error:
        st.info(sentence(error))
        return
    opacity = st.slider("Opacity", 0.0, 1.0, OPACITY, 0.05, width=300)
    with st.container(horizontal=True, key="looked"):
        st.image(
            attention.seen,
            width=300,
            caption="The part of the photo that the network looks at",
            alt="The middle of the photo",
        )
        st.image(
            attention.overlay(opacity),
            width=300,
            caption=f"What of it spoke for {species}",
            alt=f"The same, coloured where it spoke for {species}",
        )
    shades = ((*colormaps[COLOUR_MAP](step / 4)[:3], opacity * step / 4) for step in range(5))
    colours = ", ".join(to_hex(shade, keep_alpha=True) for shade in shades)
    st.html(
        f"<div class='heat'><span>nothing</span><div style='background: linear-gradient(to right, {colours})'></div>"
        "<span>most</span></div>"
    )
    st.caption(
        "Grad-CAM: which of the network's last features, 7 by 7 or so over the picture, raise the score of this "
        "species. It says where, not why, and is no proof that the bird was seen."
    )
    download_buttons("where-it-looked", lambda: attention_figure(attention, opacity), key="looked")


@st.cache_resource(show_spinner=False)
def _explainer(name: str) -> Explainer:
    from crossclip.attention import Explainer

    return Explainer(load_predictor())
