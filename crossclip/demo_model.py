"""Where the demo model lies, in the installed package or in a checkout."""

from __future__ import annotations

from pathlib import Path

from crossclip.errors import CrossClipError

PACKAGED = Path(__file__).resolve().parent / "demo"
IN_CHECKOUT = Path(__file__).resolve().parents[1] / "assets" / "demo"


def demo_model() -> Path:
    """The folder of the demo model, which answers where no other is named.

    Raises:
        CrossClipError: if it was not installed with the package.
    """
    for folder in (PACKAGED, IN_CHECKOUT):
        if (folder / "config.json").is_file():
            return folder
    raise CrossClipError("the demo model is not installed here: give the folder or Hub name of a model as --model")
