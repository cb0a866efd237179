"""The photos of a session, each with a place and a date of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date as Date

import streamlit as st
from PIL import Image
from torch import Tensor

from crossclip.answers.cuts import Cut
from crossclip.errors import CrossClipError
from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.reading import read_photo
from crossclip.sighting import Sighting
from pages.links.readers import written_place
from pages.shared.dates import EARLIEST, LATEST
from pages.shared.model import load_predictor
from pages.shared.turns import TURNS

PREVIEW = (1000, 640)  # pixels of the photo that a session keeps: twice what is shown, for fine screens
MOST = 20  # photos of a session: those of thirty sessions fit in a gigabyte


@dataclass(frozen=True)
class SessionPhoto:
    """A photo as a session keeps it: small enough to show, and its embedding (1, dim).

    Attributes:
        number: of the photo in its session, from 1.
        preview: JPEG.
        taken: what came with the photo about place and date, and `source`, what says so.
        cut: the square of it that is answered about, and `whole`, the photo before it was cut.
    """

    number: int
    preview: bytes
    embedding: Tensor
    taken: Sighting
    source: str
    cut: Cut | None = None
    whole: SessionPhoto | None = None


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


def cuts_key(photo: SessionPhoto) -> str:
    """Where a session keeps what the model makes of cuts of a photo that may be offered."""
    return f"cut_embeddings_{photo.number}"


@dataclass(frozen=True)
class Refused:
    """A file that could not be taken in, and why, a sentence's worth."""

    name: str
    reason: str


def refused() -> list[Refused]:
    """What was refused and not dismissed since."""
    return st.session_state.setdefault("photo_errors", [])


def add_photos(files: Iterable[tuple[str, bytes]]) -> None:
    """Take photos in, each a name and its content, and turn to the last of them; what cannot be read is `refused`."""
    for name, content in files:
        try:
            add_photo(content, read_exif_sighting(content), "the photo")
        except CrossClipError as error:
            refused().append(Refused(name, str(error)))


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
    with TURNS.turn(more=True):  # the page does not run yet
        picture = read_photo(content)
        embedding = load_predictor().embed_photos([picture])
    picture.thumbnail(PREVIEW)
    number = state.photo_number = state.get("photos_taken", 0) + 1
    state.photos_taken = number
    photo = photos[number] = SessionPhoto(number, _jpeg(picture), embedding, taken, source)
    state[place_key(photo)] = written_place(taken) or state.get(place_key(None), "")
    state[date_key(photo)] = own_date(photo) or state.get(date_key(None))


def cut_photo(photo: SessionPhoto, cut: Cut | None) -> None:
    """Answer about a square of a photo from now on, or, with None, about the whole again."""
    whole = photo.whole or photo
    if cut is None:
        session_photos()[photo.number] = whole
        return
    picture = cut.of(read_photo(whole.preview))
    with TURNS.turn(more=True):
        embedding = load_predictor().embed_photos([picture])
    session_photos()[photo.number] = replace(whole, preview=_jpeg(picture), embedding=embedding, cut=cut, whole=whole)


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


def turn_to(number: int) -> None:
    st.session_state.photo_number = number


def remove_photo() -> None:
    """Drop the current photo, with its place and date, and turn to the one before it."""
    photo, photos = current_photo(), session_photos()
    if photo is None:
        return
    del photos[photo.number]
    for key in (place_key(photo), date_key(photo), words_key(photo), told_key(photo), cuts_key(photo)):
        st.session_state.pop(key, None)
    st.session_state.photo_number = max((n for n in photos if n < photo.number), default=min(photos, default=None))


def lacking(photo: SessionPhoto) -> list[SessionPhoto]:
    """The other photos of the session that lack a place or a date which this one has."""
    state = st.session_state
    place, date = state.get(place_key(photo)), state.get(date_key(photo))
    return [
        other
        for other in session_photos().values()
        if other.number != photo.number
        and ((place and not state.get(place_key(other))) or (date and not state.get(date_key(other))))
    ]


def lend(photo: SessionPhoto) -> None:
    """Give the place and date of a photo to those that lack them; what a photo has of its own stays."""
    state = st.session_state
    for other in lacking(photo):
        state[place_key(other)] = state.get(place_key(other)) or state.get(place_key(photo), "")
        state[date_key(other)] = state.get(date_key(other)) or state.get(date_key(photo))


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
