"""Folders that a command writes to."""

from __future__ import annotations

import os
from pathlib import Path

from crossclip.files import OutputError


def make_folder(folder: Path) -> None:
    """Make a folder, unless it is there.

    Raises:
        OutputError: if it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be made: {error.strerror or error}; give another --output") from None
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{folder} cannot be written: give another --output, or change its permissions")
