"""The pages of the app. `app.py` serves `_frame.py`, which every session runs, and which runs the page asked for."""
