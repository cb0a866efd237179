"""CrossCLIP in the browser: `streamlit run app.py`. What it shows is in pages/."""

import streamlit as st

if __name__ == "__main__":  # as a session runs it
    from pages.entry.frame import run

    run()
else:  # as the server starts it
    from pages.entry.starting import reading_ahead

    app = st.App(__file__, lifespan=reading_ahead)
