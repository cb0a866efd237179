"""Tables of any length, a row at a time: CSV, or Parquet by its ending."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossclip.tables import TableError, check_columns, data_rows

PARQUET = ".parquet"
ROW_GROUP = 4096
Row = dict[str, str]


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
        return (row for row, _ in _rows(self.path, (), ()))


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
    count, columns = 0, columns_of(path, needed, added)
    for count, _ in enumerate(_rows(path, needed, added), start=1):  # noqa: B007
        pass
    with path.open("rb") as file:
        return Asked(path, columns, count, hashlib.file_digest(file, "sha256").hexdigest())


def columns_of(path: Path, needed: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    """Names of the columns of a table, checked as in `open_asked`."""
    if is_parquet(path):
        columns = tuple(_parquet(path).schema_arrow.names)
        check_columns(path, columns, needed, added)
        return columns
    return next((columns for _, columns in _rows(path, needed, added)), None) or _headings(path, needed, added)


def parquet_module() -> Any:
    """Raises:
    TableError: if pyarrow is missing.
    """
    try:
        from pyarrow import parquet
    except ImportError:
        raise TableError("Parquet needs pyarrow: pip install pyarrow, or use CSV") from None
    return parquet


def _headings(path: Path, needed: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        columns = tuple(name.strip() for name in next(csv.reader(file, strict=True), ()))
    check_columns(path, columns, needed, added)
    return columns


def _rows(path: Path, needed: Sequence[str], added: Sequence[str]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Each row, and the columns."""
    if is_parquet(path):
        yield from _parquet_rows(path)
        return
    line = 0
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:  # -sig: Excel writes a byte order mark
            reader = csv.reader(file, strict=True)
            try:
                columns = tuple(name.strip() for name in next(reader, ()))
                check_columns(path, columns, needed, added)
                for row in data_rows(path, reader, columns, lambda: reader.line_num):
                    yield row, columns
            finally:
                line = reader.line_num
    except UnicodeDecodeError:
        raise TableError(f"{path} is not UTF-8 text: save it as CSV in UTF-8") from None
    except csv.Error as error:
        raise TableError(f"{path} is not a CSV table: {error} in line {line}") from None
    except FileNotFoundError:
        raise TableError(f"there is no table {path}") from None
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror or error}") from None


def _parquet(path: Path) -> Any:
    parquet = parquet_module()
    try:
        return parquet.ParquetFile(path)
    except FileNotFoundError:
        raise TableError(f"there is no table {path}") from None
    except Exception as error:  # ArrowInvalid, OSError
        raise TableError(f"{path} is not a Parquet table: {str(error).splitlines()[0]}") from None


def _parquet_rows(path: Path) -> Iterator[tuple[Row, tuple[str, ...]]]:
    file = _parquet(path)
    columns = tuple(file.schema_arrow.names)
    for batch in file.iter_batches(ROW_GROUP):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row = {name: _text(value) for name, value in zip(columns, values, strict=True)}
            if any(text.strip() for text in row.values()):
                yield row, columns


def _text(value: Any) -> str:
    if value is None or value != value:  # NaN
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)
