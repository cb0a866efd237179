"""What all pages look like, read once a server: a run of a page that reads files gives way to others each time."""

from __future__ import annotations

from functools import cache

from pages.shared.model import ROOT

STYLES = (
    "shared/projector_switch.css",
    "photos/photos.css",
    "answers/answers.css",
    "report/results.css",
    "words/words.css",
)


@cache
def icon() -> str:
    """The mark of the app, as SVG."""
    return (ROOT / "assets" / "icon.svg").read_text(encoding="utf-8")


@cache
def styles() -> str:
    """The styles of all pages, as HTML."""
    return "".join(f"<style>{(ROOT / 'pages' / style).read_text(encoding='utf-8')}</style>" for style in STYLES)
