"""The pages of the app, which `app.py` runs.

Streamlit takes a folder of this name for an older kind of app until `st.navigation` has been called once:
the first link that a fresh server opens would run the page's file alone, without app.py. Importing any page
module ends that, and starts such a run again.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

if PagesManager.uses_pages_directory:
    PagesManager.uses_pages_directory = False
    st.rerun()
