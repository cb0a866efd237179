"""What a download says of itself: in its file's name, in its figure and in its table."""

from __future__ import annotations

from crossclip.maps.drawing.file_names import place_part, slug
from crossclip.sighting import Sighting
from pages.photos.session_photos import SessionPhoto


def subject(photo: SessionPhoto | None) -> str:
    """ "Photo 3", or nothing without a photo."""
    return "" if photo is None else f"Photo {photo.number}"


def answer_stem(*parts: str, sighting: Sighting = Sighting()) -> str:
    """The name of a file without its suffix: "photo-3-blue-jay-40.70n-74.00w-2024-05-12"."""
    words = [slug(part) for part in parts if part]
    if place := place_part(sighting):
        words.append(place)
    if sighting.date is not None:
        words.append(sighting.date.isoformat())
    return "-".join(words)
