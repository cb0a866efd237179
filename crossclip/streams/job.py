"""A table answered part by part, by one process or several, from where it was left."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from crossclip.errors import CrossClipError
from crossclip.files import OutputError
from crossclip.streams.parts import Parts
from crossclip.streams.progress import Progress
from crossclip.streams.reading import Asked
from crossclip.streams.shares import Share
from crossclip.tables import Row

if TYPE_CHECKING:
    from crossclip.answer import Answer

PART = 2000  # rows that a process which is killed loses at most
WAIT = 1.0  # seconds between two looks at what the other processes have done
Answered: TypeAlias = "tuple[Row, Answer | CrossClipError]"
Lines: TypeAlias = "Callable[[Row, Answer | CrossClipError], Sequence[Mapping[str, Any]]]"
"""From a row and its answer to the rows that are written."""


def part_count(rows: int) -> int:
    """How many parts so many rows make."""
    return -(-rows // PART)


def fill(
    asked: Asked, parts: Parts, answer: Callable[[Iterable[Row]], Iterable[Answered]], lines: Lines, share: Share
) -> int:
    """Answer the rows of the parts that are missing, and make the answer of all parts; how many rows failed.

    Args:
        answer: from rows to answers, in their order.
        share: which of the parts fall to this process. The first one waits for the others.

    Raises:
        OutputError: if a part cannot be written.
    """
    missing = share.of(parts.missing())
    answered = iter(answer(_rows_of(asked, missing)))
    words = f"process {share.index}: " if share.count > 1 else ""
    own = [_size(asked, number) for number in share.of(range(parts.count))]
    progress = Progress(sum(own), sum(own) - sum(_size(asked, number) for number in missing), words)
    try:
        for number in missing:
            with parts.writing(number) as writer:
                written = failed = 0
                for row, one in islice(answered, _size(asked, number)):
                    writer.writerows(lines(row, one))
                    failed += isinstance(one, CrossClipError)
                    written += 1
                    progress.step()
                if written < _size(asked, number):
                    raise OutputError(f"{asked.path} has fewer rows than when it was opened: leave it as it is")
                if failed:
                    parts.failed(number, failed)
    finally:
        progress.close()
    if not share.writes:
        return 0
    while parts.missing():
        time.sleep(WAIT)
    failures = parts.failures()
    parts.join()
    return failures


def model_digest(folder: Path) -> str:
    """A fingerprint of a model folder: its configuration and its weights."""
    found = hashlib.sha256()
    for path in [folder / "config.json", *sorted(folder.rglob("*.safetensors"))]:
        with path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def _size(asked: Asked, number: int) -> int:
    return min(PART, asked.count - number * PART)


def _rows_of(asked: Asked, numbers: Sequence[int]) -> Iterator[Row]:
    wanted = set(numbers)
    for index, row in enumerate(asked.rows()):
        if index // PART in wanted:
            yield row
