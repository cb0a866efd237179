"""What a program of ours does not repeat to the person who runs it."""

from __future__ import annotations

import warnings
from functools import cache


@cache
def quiet_pillow() -> None:
    """Leave out Pillow's warnings of odd metadata and of sizes: `crossclip.photos.reading` decides what matters.

    For programs, which own their process: the command line, the app, training. A library that is imported leaves
    the warnings to who imports it. Once a process and before any thread: a filter around each photo
    (`warnings.catch_warnings`) would be taken away by the first of several threads that is done.
    """
    warnings.filterwarnings("ignore", module=r"PIL\.")
