"""Tables of any length, a row at a time: CSV, or Parquet by its ending."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossclip.tables import Row, TableError, check_columns, open_table

PARQUET = ".parquet"
ROW_GROUP = 4096


@dataclass(frozen=True)
class Asked:
    """A table that was gone through once.

    Attributes:
        count: its rows; those that are all blank are none.
        digest: fingerprint of its file.
    """

    path: Path
    columns: tuple[str, ...]
    count: int
    digest: str

    def rows(self) -> Iterator[Row]:
        """All rows, as text, from the first on."""
        with _opened(self.path) as (_, rows):
            yield from rows


def is_parquet(path: Path) -> bool:
    return path.suffix.lower() == PARQUET


def open_asked(path: Path, needed: Sequence[str], added: Sequence[str] = ()) -> Asked:
    """Go through a table, so that what is wrong with any of its rows is told before the work.

    Args:
        needed: columns that must be there; others are carried along.
        added: columns that the answer will bring, which the table must not have.

    Raises:
        TableError: if it cannot be read, or its columns are not as asked for.
    """
    with _opened(path, needed, added) as (columns, rows):
        count = sum(1 for _ in rows)
    with path.open("rb") as file:
        return Asked(path, columns, count, hashlib.file_digest(file, "sha256").hexdigest())


def parquet_module() -> Any:
    """Raises:
    TableError: if pyarrow is missing.
    """
    try:
        from pyarrow import parquet
    except ImportError:
        raise TableError("Parquet needs pyarrow: pip install pyarrow, or use CSV") from None
    return parquet


@contextmanager
def _opened(
    path: Path, needed: Sequence[str] = (), added: Sequence[str] = ()
) -> Iterator[tuple[tuple[str, ...], Iterator[Row]]]:
    """The columns of a table, checked, and its rows as they are read."""
    if not is_parquet(path):
        with open_table(path, needed, added) as table:
            yield table
        return
    parquet = parquet_module()
    try:
        with parquet.ParquetFile(path) as file:
            columns = tuple(file.schema_arrow.names)
            check_columns(path, columns, needed, added)
            yield columns, _parquet_rows(file, columns)
    except TableError:
        raise
    except FileNotFoundError:
        raise TableError(f"there is no table {path}") from None
    except Exception as error:  # ArrowInvalid, OSError
        raise TableError(f"{path} is not a Parquet table: {str(error).splitlines()[0]}") from None


def _parquet_rows(file: Any, columns: tuple[str, ...]) -> Iterator[Row]:
    for batch in file.iter_batches(ROW_GROUP):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row = {name: _text(value) for name, value in zip(columns, values, strict=True)}
            if any(text.strip() for text in row.values()):
                yield row


def _text(value: Any) -> str:
    if value is None or value != value:  # NaN
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)
