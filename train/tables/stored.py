"""Photos inside tar files, read where they lie: `shards/000.tar!1536+20480` is the 20480 bytes from byte 1536 on.

A table of such photos takes the place of a stream: any row may be read at any time, so that batches are shuffled over
all shards, parted among processes and taken up again as those of single files are.
"""

from __future__ import annotations

import re
from pathlib import Path

from crossclip.photos.reading import PhotoError

INSIDE = re.compile(r"(.+\.tar)!(\d+)\+(\d+)")


def inside(shard: str | Path, offset: int, size: int) -> str:
    """How a table names the bytes of a photo in a tar file."""
    return f"{shard}!{offset}+{size}"


def file_of(photo: str) -> str:
    """The file on the disk that has the photo."""
    within = INSIDE.fullmatch(photo)
    return within[1] if within else photo


def stored(photo: str) -> str | bytes:
    """What `read_photo` takes of a photo that a table names: its path, or its bytes.

    Raises:
        PhotoError: if its tar file is gone or too short.
    """
    within = INSIDE.fullmatch(photo)
    if not within:
        return photo
    shard, offset, size = within[1], int(within[2]), int(within[3])
    try:
        with open(shard, "rb", buffering=0) as file:
            file.seek(offset)
            content = file.read(size)
    except OSError as error:
        raise PhotoError(f"{shard} cannot be read: {error.strerror or error}") from None
    if len(content) < size:
        raise PhotoError(f"{shard} ends before the photo at {offset}: write the table anew")
    return content
