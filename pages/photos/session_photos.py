"""The photos of a session, each with a place and a date of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date

import streamlit as st
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.exif import read_exif_sighting
from crossclip.photo import read_photo
from crossclip.sighting import Sighting
from pages.links.readers import written_place
from pages.shared.dates import EARLIEST, LATEST
from pages.shared.model import load_predictor

PREVIEW = (1000, 640)  # pixels of the photo that a session keeps: twice what is shown, for fine screens
MOST = 8  # photos of a session: thirty sessions fit in little memory


@dataclass(frozen=True)
class SessionPhoto:
    """A photo as a session keeps it: small enough to show, and its embedding (1, dim).

    Attributes:
        number: of the photo in its session, from 1.
        preview: JPEG.
        taken: what came with the photo about place and date, and `source`, what says so.
    """

    number: int
    preview: bytes
    embedding: Tensor
    taken: Sighting
    source: str


def session_photos() -> dict[int, SessionPhoto]:
    """By their numbers, in the order in which they came."""
    return st.session_state.setdefault("photos", {})


def current_photo() -> SessionPhoto | None:
    """The one that is answered about."""
    number: int | None = st.session_state.get("photo_number")
    return None if number is None else session_photos().get(number)


def place_key(photo: SessionPhoto | None) -> str:
    """Where a session keeps the place of a photo, as text; without a photo, the place that is asked about."""
    return "identify_place" if photo is None else f"identify_place_{photo.number}"


def date_key(photo: SessionPhoto | None) -> str:
    """Where a session keeps the date of a photo; None is any time of year."""
    return "identify_date" if photo is None else f"identify_date_{photo.number}"


def words_key(photo: SessionPhoto | None) -> str:
    """Where a session keeps the description of the bird in a photo, or of one without a photo."""
    return "identify_words" if photo is None else f"identify_words_{photo.number}"


def told_key(photo: SessionPhoto | None) -> str:
    """Where a session keeps what was answered to questions about the bird."""
    return "identify_told" if photo is None else f"identify_told_{photo.number}"


def add_photos(contents: Iterable[bytes]) -> None:
    """Take photos in and turn to the last of them; what cannot be read leaves a sentence in `photo_errors`."""
    errors = st.session_state.photo_errors = []
    for content in contents:
        try:
            add_photo(content, read_exif_sighting(content), "the photo")
        except CrossClipError as error:
            if str(error) not in errors:
                errors.append(str(error))


def add_photo(content: bytes, taken: Sighting, source: str) -> None:
    """Take one photo in and turn to it. Its place and date are its own, or else those given before any photo.

    Args:
        taken: what is known of where and when it was taken.
        source: what says so, as "the photo".

    Raises:
        CrossClipError: if it cannot be read, or there are `MOST` already.
    """
    state, photos = st.session_state, session_photos()
    if len(photos) >= MOST:
        raise CrossClipError(f"{MOST} photos are kept at a time: remove one to add another")
    picture = read_photo(content)
    embedding = load_predictor().embed_photos([picture])
    picture.thumbnail(PREVIEW)
    preview = io.BytesIO()
    picture.save(preview, "JPEG", quality=90)
    number = state.photo_number = state.get("photos_taken", 0) + 1
    state.photos_taken = number
    photo = photos[number] = SessionPhoto(number, preview.getvalue(), embedding, taken, source)
    state[place_key(photo)] = written_place(taken) or state.get(place_key(None), "")
    state[date_key(photo)] = own_date(photo) or state.get(date_key(None))


def turn_to(number: int) -> None:
    st.session_state.photo_number = number


def remove_photo() -> None:
    """Drop the current photo, with its place and date, and turn to the one before it."""
    photo, photos = current_photo(), session_photos()
    if photo is None:
        return
    del photos[photo.number]
    for key in (place_key(photo), date_key(photo), words_key(photo), told_key(photo)):
        st.session_state.pop(key, None)
    st.session_state.photo_number = max((n for n in photos if n < photo.number), default=min(photos, default=None))
    st.session_state.photo_errors = []


def own_date(photo: SessionPhoto) -> Date | None:
    """The date that came with a photo, if the calendar of the page has it."""
    date = photo.taken.date
    return date if date is not None and EARLIEST <= date <= LATEST else None


def note_of_origin(photo: SessionPhoto | None, sighting: Sighting) -> str:
    """Which of place and date in use came with the photo, as "place and date from the photo"; or nothing."""
    if photo is None:
        return ""
    own = {
        "place": photo.taken.has_place and written_place(photo.taken) == written_place(sighting),
        "date": sighting.has_date and own_date(photo) == sighting.date,
    }
    names = " and ".join(name for name, used in own.items() if used)
    return f"{names} from {photo.source}" if names else ""
