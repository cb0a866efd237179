"""What the model is, what is simulated, and its card."""

import re

import streamlit as st

from crossclip.gazetteer import CREDIT
from pages.links.address import publish
from pages.shared.model import load_predictor

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
HEADING = re.compile(r"^#+ ", re.MULTILINE)

st.title("About")
publish("about")
predictor = load_predictor()
st.markdown(
    f"CrossCLIP brings a photo, a species name, and a place with a date into one space, so that each can be compared "
    f"with the others, and then names the bird from photo, place and date together. The loaded model knows "
    f"**{len(predictor.species)} species**; a bird that is not among them cannot be named."
)
st.markdown(
    "**What is simulated.** Photos that come with a real place and date are rare. In training and in every figure, "
    "a photo was paired with the place and date of a real record of the same species. "
    "Maps show where people reported birds: few records may mean few people."
)
st.markdown(
    "**Privacy.** Photos are held in memory while the page is open and are never written to disk. "
    "Nothing is sent anywhere, unless you switch on street maps, which come from openstreetmap.org. "
    f"Places are found by name on your own machine. {CREDIT}."
)
folder = predictor.folder
if folder is not None and (card := folder / "README.md").is_file():
    text = FRONT_MATTER.sub("", card.read_text(encoding="utf-8"))
    st.divider()
    st.markdown(HEADING.sub(r"#\g<0>", text))  # the page has a title already
else:
    st.info("This model folder has no card (README.md), so nothing can be said about its sources and figures.")
