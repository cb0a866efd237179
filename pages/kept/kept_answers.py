"""Answers that were kept: what each was about, place, date and the first three species; and their table."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st
from PIL import Image

from crossclip.answer import Answer, Candidate, sighting_fields
from crossclip.answers.explain import percent
from crossclip.answers.predictions import PREDICTION_COLUMNS
from crossclip.sighting import Sighting
from crossclip.tables import write_table

FIRST = 3  # species of an answer
MOST = 100  # answers: a session stays small
COLUMNS = ("photo", "words", "latitude", "longitude", "date", *PREDICTION_COLUMNS, "text_probability")
THUMBNAIL = (96, 96)  # pixels
NAMES = ("First", "Second", "Third")


@dataclass(frozen=True)
class Kept:
    """An answer, and what it was about.

    Attributes:
        photo: what the photo is called, or "".
        thumbnail: data URI of the photo as a small JPEG, or "".
        words: the description, or "".
    """

    photo: str
    thumbnail: str
    words: str
    sighting: Sighting
    candidates: tuple[Candidate, ...]


def kept_answers() -> list[Kept]:
    """Those of the session, in the order in which they were kept."""
    return st.session_state.setdefault("kept", [])


def keep(answer: Answer, sighting: Sighting, photo: str = "", preview: bytes = b"", words: str = "") -> None:
    """Keep an answer; the same one is kept once.

    Args:
        preview: JPEG of the photo.
    """
    thumbnail = _thumbnail(preview) if preview else ""
    one, kept = Kept(photo, thumbnail, words, sighting, tuple(answer.top(FIRST))), kept_answers()
    if one not in kept and len(kept) < MOST:
        kept.append(one)


def kept_rows(kept: Sequence[Kept]) -> list[dict[str, object]]:
    """Rows as a person reads them."""
    return [
        {
            "Photo": one.thumbnail or None,
            "About": " ".join(filter(None, (one.photo, one.words))),
            "Place": f"{one.sighting.latitude:.2f}, {one.sighting.longitude:.2f}" if one.sighting.has_place else "",
            "Date": "" if one.sighting.date is None else one.sighting.date.isoformat(),
            **{
                name: f"{candidate.species} {percent(candidate.probability)}"
                for name, candidate in zip(NAMES, one.candidates, strict=False)
            },
        }
        for one in kept
    ]


def write_kept(path: Path, kept: Sequence[Kept]) -> None:
    """A CSV with a row for each of the first three species of each answer."""
    with write_table(path, COLUMNS) as table:
        for one in kept:
            about = {"photo": one.photo, "words": one.words, **sighting_fields(one.sighting)}
            table.writerows({**about, **asdict(candidate)} for candidate in one.candidates)


def _thumbnail(preview: bytes) -> str:
    file = io.BytesIO()
    with Image.open(io.BytesIO(preview)) as picture:
        picture.thumbnail(THUMBNAIL)
        picture.convert("RGB").save(file, "JPEG", quality=85)
    return f"data:image/jpeg;base64,{b64encode(file.getvalue()).decode()}"
