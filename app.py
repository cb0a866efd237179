"""CrossCLIP in the browser: `streamlit run app.py`. Set-up and navigation only; see pages/."""

import streamlit as st

from crossclip.errors import CrossClipError
from crossclip.quiet import quiet_pillow
from pages.maps.background import follow_background
from pages.report.files import results_folder
from pages.shared.date_enter import dates_count_with_enter
from pages.shared.model import ROOT, load_predictor, prepare_aside
from pages.shared.projector import projector_switch
from pages.shared.reload_warning import warn_before_reload
from pages.shared.streamlit_patches import callbacks_are_whole, uploads_are_answered, uploads_stay_in_memory

ICON = ROOT / "assets" / "icon.svg"
STYLES = (
    "shared/projector_switch.css",
    "photos/photos.css",
    "answers/answers.css",
    "report/results.css",
    "words/words.css",
)
WIDTH = 1120  # pixels: longer lines are hard to read

quiet_pillow()
uploads_stay_in_memory()
uploads_are_answered()
callbacks_are_whole()
st.set_page_config(page_title="CrossCLIP", page_icon=ICON, layout="wide")
st.logo(ICON, size="large")
for style in STYLES:
    st.html(ROOT / "pages" / style)

page = st.navigation(
    [
        st.Page("pages/identify.py", title="Identify", default=True),
        st.Page("pages/range_map.py", title="Range map"),
        st.Page("pages/places.py", title="Places"),
        st.Page("pages/many_photos.py", title="Many photos"),
        st.Page("pages/lesson.py", title="Lesson"),
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
    projector_switch(page.url_path)
    follow_background()
    page.run()
    warn_before_reload()
    dates_count_with_enter()
    try:
        load_predictor().load_photo()  # now that the page is out, so that no photo waits for it
    except CrossClipError as error:
        st.error(f"The model cannot look at photos: {error}")
    prepare_aside()
