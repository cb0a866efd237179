"""An answer's headline: the species or group, how sure it is, and a doubt about the photo as a note."""

from __future__ import annotations

import streamlit as st

from crossclip.answers.confidence import FAIRLY_SURE, Verdict, confidence_word
from crossclip.answers.explain import percent


def show_verdict(said: Verdict, species: int) -> None:
    """Write the headline and what belongs to it.

    Args:
        species: how many the model knows.
    """
    scientific = f" (*{said.scientific_name}*)" if said.scientific_name and not said.unknown else ""
    st.header(f"{said.headline}{scientific}", anchor="answer")
    st.markdown(how_sure(said))
    if not said.familiar:
        st.info(doubt(said, species), icon=":material/help:")


def how_sure(said: Verdict) -> str:
    """The numbers with their words: "97%, sure"."""
    if said.group is None:
        nearest = f"The nearest I know is {said.species}: " if said.unknown else ""
        return f"{nearest}**{percent(said.probability)}, {said.word}**"
    group, name = said.group, said.group.name
    word = confidence_word(group.probability if said.familiar else min(group.probability, FAIRLY_SURE - 0.01))
    return (
        f"**{name[0].upper()}{name[1:]}: {percent(group.probability)}, {word}.** "
        f"{said.species}, of the {group.species} I know: {percent(said.probability)}, {said.word}."
    )


def doubt(said: Verdict, species: int) -> str:
    """Why a photo is doubted, and what can be done."""
    start = "The photo does not look" if said.unknown else "All the same, the photo does not quite look"
    return (
        f"{start} like the birds I know: it may be of one that is not among the {species}, or the bird is small or "
        "half hidden. Cutting the photo down to the bird often helps."
    )
