"""The pages of the app, which `app.py` runs, and in folders what they share."""

import os

# Read by PyTorch's threads when it is imported. Those that wait for work would keep a processor from other sessions.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from pages.shared.streamlit_patches import pages_belong_to_the_app

pages_belong_to_the_app()
