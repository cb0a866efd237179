"""Tables of sightings in, tables of answers out: comma-separated, UTF-8, every input column kept."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crossclip.errors import CrossClipError
from crossclip.files import whole_file

Row = dict[str, str]
TEXT: dict[str, Any] = {"encoding": "utf-8-sig", "newline": ""}  # -sig: Excel writes a byte order mark


class TableError(CrossClipError):
    """A table that cannot be used; the message says why and what would be right."""


@dataclass(frozen=True)
class Table:
    """The columns of a table in their order, and its rows as text; rows that were all blank are gone."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: str | os.PathLike[str], needed: Sequence[str], added: Sequence[str] = ()) -> Table:
    """Read a table whole.

    Args:
        needed: columns that must be there; others are carried along.
        added: columns that the answer will bring, which the table must not have.

    Raises:
        TableError: if it cannot be read, or its columns are not as asked for.
    """
    with open_table(path, needed, added) as (columns, rows):
        return Table(columns, tuple(rows))


def parse_table(content: bytes, name: str, needed: Sequence[str], added: Sequence[str] = ()) -> Table:
    """A table from the bytes of its file; `name` stands for it in errors. See `read_table`."""
    with io.TextIOWrapper(io.BytesIO(content), **TEXT) as file, _table(name, file, needed, added) as (columns, rows):
        return Table(columns, tuple(rows))


@contextmanager
def open_table(
    path: str | os.PathLike[str], needed: Sequence[str], added: Sequence[str] = ()
) -> Iterator[tuple[tuple[str, ...], Iterator[Row]]]:
    """The columns of a table, checked, and its rows as they are read; arguments and errors as of `read_table`."""
    try:
        with open(path, **TEXT) as file, _table(path, file, needed, added) as table:
            yield table
    except FileNotFoundError:
        raise TableError(f"there is no table {path}") from None
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror or error}") from None


@contextmanager
def write_table(path: str | os.PathLike[str], columns: Sequence[str]) -> Iterator[csv.DictWriter[str]]:
    """A writer of rows, blank where a row lacks a column; the table appears when the block ends well.

    Raises:
        OutputError: at once, if the folder does not exist or cannot be written.
    """
    with whole_file(path) as draft, open(draft, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        yield writer


def check_columns(path: object, columns: tuple[str, ...], needed: Sequence[str], added: Sequence[str]) -> None:
    """Raises:
    TableError: unless the columns are as `read_table` asks for.
    """
    if not columns:
        raise TableError(f"{path} is empty: its first line must name the columns {', '.join(needed)}")
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(columns) == 1 and separator in columns[0]:
            raise TableError(f"{path} is separated by {name}: save it with commas")
    if missing := [name for name in needed if name not in columns]:
        raise TableError(f"{path} has no column {', '.join(missing)}: it needs {', '.join(needed)}")
    if twice := [name for name in columns if columns.count(name) > 1]:
        called = f"called {twice[0]!r}: name each differently" if twice[0] else "without a name: name or remove them"
        raise TableError(f"{path} has two columns {called}")
    if taken := [name for name in columns if name in added]:
        raise TableError(f"{path} has a column {taken[0]} already, which the answer adds: rename it")


@contextmanager
def _table(
    name: object, file: Iterable[str], needed: Sequence[str], added: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], Iterator[Row]]]:
    reader = csv.reader(file, strict=True)

    def rows(columns: tuple[str, ...]) -> Iterator[Row]:
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            if any(value.strip() for value in values[len(columns) :]):
                # Reading on would put values under the wrong names.
                raise TableError(
                    f"{name} has {len(values)} values in line {reader.line_num} and {len(columns)} columns: "
                    "put values that hold a comma in quotes"
                )
            values += [""] * (len(columns) - len(values))
            yield dict(zip(columns, values, strict=False))

    try:
        columns = tuple(column.strip() for column in next(reader, ()))
        check_columns(name, columns, needed, added)
        yield columns, rows(columns)
    except UnicodeDecodeError:
        raise TableError(f"{name} is not UTF-8 text: save it as CSV in UTF-8") from None
    except csv.Error as error:
        raise TableError(f"{name} is not a CSV table: {error} in line {reader.line_num}") from None
