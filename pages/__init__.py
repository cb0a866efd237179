"""The pages of the app, which `app.py` runs, and in folders what they share."""

from pages.shared.streamlit_patches import pages_belong_to_the_app

pages_belong_to_the_app()
