"""Which of the dropped photos a row of a table names: a browser tells their names, not where they lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from crossclip.photos.reading import PhotoError


class DroppedNames:
    """Names of dropped photos, with as much of their folders as the browser told."""

    def __init__(self, photos: Iterable[Path]) -> None:
        self._by_name: dict[str, list[Path]] = defaultdict(list)
        for photo in photos:
            self._by_name[photo.name.casefold()].append(photo)

    def find(self, text: str) -> Path:
        """The photo that a table's text names, whatever the case and the slashes.

        Raises:
            PhotoError: if there is none, or folders do not tell two of one name apart.
        """
        asked = _parts(text)
        if not asked:
            raise PhotoError("photo is blank: name one of the photos")
        found = [photo for photo in self._by_name.get(asked[-1], ()) if _agree(asked, _parts(photo.as_posix()))]
        if not found:
            raise PhotoError(f"{text.strip()} is not among the photos that were dropped: drop it too")
        if len(found) > 1:
            raise PhotoError(f"{len(found)} of the photos are called {text.strip()}: write their folders in the table")
        return found[0]


def _parts(text: str) -> tuple[str, ...]:
    path = PurePosixPath(text.strip().replace("\\", "/").casefold())
    return tuple(part for part in path.parts if part != "/")


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two paths end alike as far as the shorter one goes."""
    shared = min(len(one), len(other))
    return one[-shared:] == other[-shared:]
