"""An answer in parts, each written whole or not at all: what is there stays, whatever becomes of the process."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from crossclip.files import OutputError, check_output, whole_file
from crossclip.streams.formats import Format, Writer

FOLDER = ".parts"
ABOUT = "about.json"
JOINED = "joined"
FAILED = ".failed"


class Parts:
    """The parts of one answer, in a folder beside it.

    Args:
        output: the file that they become.
        count: how many there will be.
    """

    def __init__(self, output: Path, count: int, kind: Format) -> None:
        self.output, self.count, self.kind = output, count, kind
        self.folder = output.parent / (output.name + FOLDER)

    def begin(self, about: Mapping[str, object]) -> None:
        """Make the folder, or take it up again.

        Args:
            about: what the parts depend on; only a run of the same goes on with them.

        Raises:
            OutputError: if it cannot be written, or holds parts of another run.
        """
        check_output(self.output)
        kept = self.folder / ABOUT
        try:
            if self.folder.exists() and not self.folder.is_dir():
                raise OutputError(f"{self.output} cannot be written: {self.folder} is in the way, remove it")
            begun = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
        except OSError as error:
            raise OutputError(f"{self.output} cannot be written: {error.strerror or error}") from None
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise OutputError(f"{kept} cannot be read: remove {self.folder}, or give another --output") from None
        if others := [name for name, value in about.items() if begun.get(name, value) != value]:
            raise OutputError(
                f"{self.folder} holds the beginning of an answer with another {', '.join(sorted(others))}: "
                "go on with what it has, remove it, or give another --output"
            )
        try:
            self.folder.mkdir(exist_ok=True)
            with whole_file(kept) as draft:
                draft.write_text(json.dumps(begun | dict(about)), encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{self.output} cannot be written: {error.strerror or error}") from None
        except OutputError:
            self.leave()
            raise

    def path(self, number: int) -> Path:
        return self.folder / f"{number:06}"

    def missing(self) -> list[int]:
        """Numbers of the parts that are not there yet."""
        there = {entry.name for entry in os.scandir(self.folder)}
        return [number for number in range(self.count) if self.path(number).name not in there]

    def failed(self, number: int, rows: int) -> None:
        """Say of a part that is being written how many of its rows could not be answered."""
        with whole_file(self.folder / f"{number:06}{FAILED}") as draft:
            draft.write_text(str(rows), encoding="utf-8")

    def failures(self) -> int:
        """How many rows of all parts could not be answered."""
        return sum(int(path.read_text(encoding="utf-8")) for path in self.folder.glob(f"*{FAILED}"))

    @contextmanager
    def writing(self, number: int) -> Iterator[Writer]:
        with whole_file(self.path(number)) as draft, self.kind.part(draft) as writer:
            yield writer

    def join(self) -> None:
        """Make the answer of the parts, in their order, and remove them."""
        joined = self.folder / JOINED
        try:
            self.kind.join(map(self.path, range(self.count)), joined)
            os.replace(joined, self.output)
        except OSError as error:
            raise OutputError(f"{self.output} cannot be written: {error.strerror or error}") from None
        shutil.rmtree(self.folder, ignore_errors=True)

    def leave(self) -> bool:
        """Remove a folder without a part, so that nothing is left of what came to nothing; whether parts stay."""
        with suppress(FileNotFoundError):
            if self.count and len(self.missing()) < self.count:
                return True
            shutil.rmtree(self.folder, ignore_errors=True)
        return False
