"""Where in the photo the network looked, for the first species and for its rival."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from crossclip.answers.explain import place_and_date
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from pages.answers.naming import answer_stem, subject
from pages.photos.session_photos import SessionPhoto
from pages.shared.downloads import download_buttons
from pages.shared.model import load_predictor, model_label, model_name
from pages.shared.words import sentence

if TYPE_CHECKING:
    from crossclip.answers.attention import Explainer

OPACITY = 0.6


def where_it_looked(photo: SessionPhoto, species: Sequence[str], sighting: Sighting) -> None:
    """The part of the photo that the network sees, and what of it spoke for each of the species."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    from crossclip.answers.attention import COLOUR_MAP
    from crossclip.answers.figures import attention_figure

    try:
        explainer = _explainer(model_name())
        attentions = [explainer.attention(photo.preview, name, sighting) for name in species]
    except CrossClipError as error:
        st.info(sentence(error))
        return
    opacity = st.slider("Opacity", 0.0, 1.0, OPACITY, 0.05, width=300)
    with st.container(horizontal=True, key="looked"):
        st.image(
            attentions[0].seen,
            width=300,
            caption="The part of the photo that the network looks at",
            alt="The middle of the photo",
        )
        for attention in attentions:
            st.image(
                attention.overlay(opacity),
                width=300,
                caption=f"What of it spoke for {attention.species}",
                alt=f"The same, coloured where it spoke for {attention.species}",
            )
    shades = ((*colormaps[COLOUR_MAP](step / 4)[:3], opacity * step / 4) for step in range(5))
    colours = ", ".join(to_hex(shade, keep_alpha=True) for shade in shades)
    st.html(
        f"<div class='heat'><span>nothing</span><div style='background: linear-gradient(to right, {colours})'></div>"
        "<span>most</span></div>"
    )
    st.caption(
        "Grad-CAM: which of the network's last features, 7 by 7 or so over the picture, raise the score of a species. "
        "It says where, not why, and is no proof that the bird was seen; each picture has a scale of its own."
    )
    about = f"{subject(photo)}, {place_and_date(sighting)}"
    download_buttons(
        answer_stem("where-it-looked", subject(photo), species[0], sighting=sighting),
        lambda: attention_figure(attentions, opacity, about, model_label()),
        key="looked",
    )


@st.cache_resource(show_spinner=False)
def _explainer(name: str) -> Explainer:
    from crossclip.answers.attention import Explainer

    return Explainer(load_predictor())
