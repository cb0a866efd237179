"""What the model is, what is simulated, and its card."""

import re

import streamlit as st

from crossclip.gazetteer import CREDIT
from pages.links.address import publish
from pages.report.mistakes import measured_mistakes, mistakes_table
from pages.shared.model import load_predictor

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
HEADING = re.compile(r"^#+ ", re.MULTILINE)

st.title("About")
publish("about")
predictor = load_predictor()
st.header("In plain words")
st.markdown(
    "- **It looks at the picture.** It turns shapes and colours into numbers, and compares them with those of "
    f"the birds it has learned: **{len(predictor.species)} species**.\n"
    "- **It asks where and when.** Two birds may look alike and live far apart, or come in different seasons. So place "
    "and date can decide what the picture cannot.\n"
    "- **It says how sure it is.** Of a hundred answers with 80 %, about eighty should be right, and twenty wrong.\n"
    "- **It always gives a name.** A bird that is not on its list, a toy or a cloud gets the name of a bird too.\n"
    "- **It has never seen a bird.** It has no idea of feathers or flying; it knows what photos looked like, and where "
    "people reported what. Check what it says in a field guide."
)
if (mistakes := measured_mistakes(predictor.folder)) is not None:
    st.header("What it gets wrong")
    st.write(
        f"On {mistakes['photos']:,} test photos of {mistakes['species']} species, {mistakes['wrong']} are named "
        f"wrongly by the photo alone, and {mistakes['wrong_with_place']:g} with place and date. "
        "Among the mistakes are:"
    )
    st.html(mistakes_table(mistakes["pairs"]))
    st.caption(
        "Place and date of the test photos are simulated: each photo was asked about at several places where its "
        "species was reported, and counts at each for its part, hence fractions. Look-alikes that live side by side "
        "stay confused."
    )
st.header("How it works")
st.markdown(
    "CrossCLIP brings a photo, a species name, and a place with a date into one space, so that each can be compared "
    "with the others, and then names the bird from photo, place and date together."
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
