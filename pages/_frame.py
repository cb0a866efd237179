"""What every page stands in: the frame, the navigation, and the model or the reason that there is none."""

import streamlit as st

from crossclip.errors import CrossClipError
from pages._shared import ROOT, load_predictor, results_folder

ICON = ROOT / "assets" / "icon.svg"
WIDTH = 1120  # pixels: longer lines are hard to read

st.set_page_config(page_title="CrossCLIP", page_icon=ICON, layout="wide")
st.logo(ICON, size="large")
st.html(ROOT / "assets" / "style.css")

page = st.navigation(
    [
        st.Page("identify.py", title="Identify", default=True),
        st.Page("range_map.py", title="Range map"),
        st.Page("places.py", title="Places"),
        st.Page("results.py", title="Results", visibility="visible" if results_folder().is_dir() else "hidden"),
        st.Page("about.py", title="About"),
    ],
    position="top",
)

with st.container(horizontal_alignment="center"), st.container(width=WIDTH):
    try:
        load_predictor()
    except CrossClipError as error:
        st.error(f"The model cannot be loaded: {error}")
        st.stop()
    page.run()
