"""CrossCLIP in the browser: `streamlit run app.py`. Set-up and navigation only; see pages/."""

import streamlit as st
from starlette.formparsers import MultiPartParser

from crossclip.errors import CrossClipError
from pages._shared import ROOT, load_predictor, results_folder

ICON = ROOT / "assets" / "icon.svg"
WIDTH = 1120  # pixels: longer lines are hard to read

# An upload of more than a megabyte would lie in a temporary file until it has arrived whole.
MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) * 2**20

st.set_page_config(page_title="CrossCLIP", page_icon=ICON, layout="wide")
st.logo(ICON, size="large")
st.html(ROOT / "assets" / "style.css")

page = st.navigation(
    [
        st.Page("pages/identify.py", title="Identify", default=True),
        st.Page("pages/range_map.py", title="Range map"),
        st.Page("pages/places.py", title="Places"),
        st.Page("pages/results.py", title="Results", visibility="visible" if results_folder().is_dir() else "hidden"),
        st.Page("pages/about.py", title="About"),
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
    try:
        load_predictor().load_photo()  # now that the page is out, so that no photo waits for it
    except CrossClipError as error:
        st.error(f"The model cannot look at photos: {error}")
