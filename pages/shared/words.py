"""Words on a page: errors as sentences, and text from outside as no more than text."""

from __future__ import annotations

import re


def sentence(error: object) -> str:
    """An error as a sentence of its own; a file that it begins with keeps its name."""
    text = str(error)
    start = text[0] if "." in text.split()[0] else text[0].upper()
    return f"{start}{text[1:]}."


def plain(text: str) -> str:
    """Text from outside as Markdown that shows it as it stands, without pictures, links or formulas."""
    return re.sub(r"([\\`*_\[\]<>$~])", r"\\\1", text)
