"""A roll: many photos that were dropped, with or without a table, and what is kept of each once it was looked at."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from PIL import Image

from crossclip.answers.bulk import Identifier
from crossclip.answers.predictions import ERROR, PREDICTION_COLUMNS
from crossclip.errors import CrossClipError
from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.reading import PhotoError, read_photo
from crossclip.predict import Predictor
from crossclip.sighting import Sighting
from crossclip.tables import Table, TableError, parse_table

MOST = 300  # photos of a roll
BATCH = 8  # photos looked at before anybody else has a turn
THUMBNAIL, PREVIEW = (96, 96), (480, 480)  # pixels
OF_TABLE = "table_"
COLUMNS = ("photo", "latitude", "longitude", "date")


@dataclass(frozen=True)
class Shot:
    """What is kept of a photo, besides its embedding: little.

    Attributes:
        taken: what the photo itself says of place and date.
        thumbnail: data URI of a JPEG.
        preview: JPEG.
    """

    taken: Sighting
    thumbnail: str
    preview: bytes


class Roll:
    """Photos that were dropped.

    Attributes:
        photos: their names, in the order in which they came.
        waiting: the contents of those that were not looked at.
        shots: of those that could be read.
        table: the one that came with them.
        remarks: what a person should know about what was dropped, each a sentence without its full stop.
    """

    def __init__(self, predictor: Predictor) -> None:
        self.photos: list[Path] = []
        self.waiting: dict[Path, bytes] = {}
        self.shots: dict[Path, Shot] = {}
        self.table: Table | None = None
        self.remarks: list[str] = []
        self.identifier = Identifier(predictor, source=self._picture)
        self._seen: dict[bytes, Path] = {}

    def take_in(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Add photos and a table, each a name and a content. What cannot be used leaves a remark."""
        left_out = 0
        for name, content in files:
            if name.lower().endswith(".csv"):
                self._take_table(name, content)
                continue
            digest, photo = sha256(content).digest(), Path(name.strip())
            if (same := self._seen.get(digest)) == photo:
                self.remarks.append(f"{name} was dropped twice; it is answered once")
            elif len(self.photos) >= MOST:
                left_out += 1
            else:
                if same is not None:
                    self.remarks.append(f"{name} is the same picture as {same.as_posix()}")
                photo = self._unused(photo)
                self._seen.setdefault(digest, photo)
                self.photos.append(photo)
                self.waiting[photo] = content
        if left_out:
            self.remarks.append(f"{MOST} photos are answered at a time; {left_out} were left out: start over for them")

    def look(self) -> None:
        """Look at the next few photos, and let go of their contents."""
        batch = list(islice(self.waiting, BATCH))
        self.identifier.look(batch)
        for photo in batch:
            self.waiting.pop(photo, None)

    def _picture(self, photo: Path) -> Image.Image:
        """Read a photo and keep what is shown of it; runs in several threads."""
        content = self.waiting.get(photo)
        if content is None:
            raise PhotoError("it is no longer there: drop it again")
        picture = read_photo(content)
        preview = _jpeg(picture, PREVIEW)
        thumbnail = f"data:image/jpeg;base64,{b64encode(_jpeg(picture, THUMBNAIL)).decode()}"
        self.shots[photo] = Shot(read_exif_sighting(content), thumbnail, preview)
        return picture

    def _take_table(self, name: str, content: bytes) -> None:
        if self.table is not None:
            self.remarks.append(f"{name} was left out, as there is a table already: start over to use another")
            return
        try:
            self.table = answerable(parse_table(content, name, COLUMNS[:1]))
        except CrossClipError as error:
            self.remarks.append(str(error))
            return
        for column in self.table.columns:
            if column.startswith(OF_TABLE):
                own = column.removeprefix(OF_TABLE)
                self.remarks.append(f"The column {own} of the table is called {column}: the answers have their own")

    def _unused(self, photo: Path) -> Path:
        """The name, or one like it that no other photo has."""
        number, name = 2, photo
        while name in self.waiting or name in self.photos:
            name = photo.with_stem(f"{photo.stem} ({number})")
            number += 1
        return name


def answerable(table: Table) -> Table:
    """A table with columns for place and date, and without any that the answers add.

    Raises:
        TableError: if it has more rows than are answered at a time.
    """
    if len(table.rows) > MOST:
        raise TableError(f"the table has {len(table.rows)} rows: {MOST} are answered at a time, so cut it into parts")
    names = {name: f"{OF_TABLE}{name}" if name in (*PREDICTION_COLUMNS, ERROR) else name for name in table.columns}
    blank = {name: "" for name in COLUMNS if name not in names.values()}
    rows: list[dict[str, Any]] = [{names[name]: value for name, value in row.items()} | blank for row in table.rows]
    return Table((*names.values(), *blank), tuple(rows))


def _jpeg(picture: Image.Image, size: tuple[int, int]) -> bytes:
    small, file = picture.copy(), io.BytesIO()
    small.thumbnail(size)
    small.save(file, "JPEG", quality=85)
    return file.getvalue()
