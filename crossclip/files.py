"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crossclip.errors import CrossClipError

DRAFT_PREFIX = ".writing-"


class OutputError(CrossClipError):
    """A file that cannot be written where it was asked for; the message says why."""


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A path beside `path` to write to; it takes the place of `path` when the block ends well, and
    is gone when it does not.

    Raises:
        OutputError: if the folder does not exist or cannot be written.
    """
    path = Path(path)
    check_output(path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=DRAFT_PREFIX) as staging:
            draft = Path(staging) / path.name
            yield draft
            os.replace(draft, path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from None


def check_output(path: Path) -> None:
    """Refuse a path that no file can take the place of, before any work is done for it.

    Raises:
        OutputError: if its folder does not exist, or it is a folder or a device, which a file would replace.
    """
    try:
        if not path.parent.is_dir():
            raise OutputError(f"{path} cannot be written: there is no folder {path.parent}")
        if path.is_dir():
            raise OutputError(f"{path} cannot be written: it is a folder, give the name of a file")
        if path.exists() and not path.is_file():
            raise OutputError(f"{path} cannot be written: it is no ordinary file, give the name of one")
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from None


def clear_drafts(folder: Path) -> None:
    """Remove what was being written when a process was killed."""
    for draft in folder.glob(f"{DRAFT_PREFIX}*"):
        shutil.rmtree(draft, ignore_errors=True)
