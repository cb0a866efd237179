"""Texts in: descriptions of a bird, as a person writes them."""

from __future__ import annotations

from crossclip.errors import CrossClipError

LONGEST = 400  # characters of a description


def checked_description(text: str) -> str:
    """The text without double spaces.

    Raises:
        CrossClipError: if it is blank or too long.
    """
    text = " ".join(text.split())
    if not text:
        raise CrossClipError("the description is blank: say what the bird looked like, as in small yellow bird")
    if len(text) > LONGEST:
        raise CrossClipError(
            f"the description has {len(text)} characters: {LONGEST} are read, so keep to what the bird looked like"
        )
    return text
