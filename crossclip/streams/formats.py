"""How a part of an answer is written, and how parts become one file: CSV, or Parquet by its ending."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from crossclip.streams.reading import is_parquet, parquet_module

WHOLE, FRACTIONS = "rank", "probability"


class Writer(Protocol):
    def writerows(self, rows: Iterable[Mapping[str, Any]], /) -> None: ...


class Format(Protocol):
    def part(self, path: Path) -> AbstractContextManager[Writer]: ...

    def join(self, parts: Iterable[Path], path: Path) -> None: ...


class Csv:
    """Parts without headings, put one behind the other below them."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns

    @contextmanager
    def part(self, path: Path) -> Iterator[Writer]:
        with path.open("w", newline="", encoding="utf-8") as file:
            yield csv.DictWriter(file, self.columns, lineterminator="\n")

    def join(self, parts: Iterable[Path], path: Path) -> None:
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.DictWriter(file, self.columns, lineterminator="\n").writeheader()
        with path.open("ab") as whole:
            for part in parts:
                with part.open("rb") as file:
                    shutil.copyfileobj(file, whole, 1 << 20)


class Parquet:
    """Parts that are Parquet files: text but for ranks, whole numbers, and probabilities, 32-bit fractions."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.parquet = parquet_module()  # says what is missing
        import pyarrow as arrow

        self.arrow = arrow
        self.schema = arrow.schema([(name, self._kind(name)) for name in columns])

    def _kind(self, name: str) -> Any:
        if name == WHOLE:
            return self.arrow.int32()
        return self.arrow.float32() if FRACTIONS in name else self.arrow.string()

    @contextmanager
    def part(self, path: Path) -> Iterator[Writer]:
        kept = _Kept()
        yield kept
        named = [{name: row.get(name) for name in self.schema.names} for row in kept]
        self.parquet.write_table(self.arrow.Table.from_pylist(named, self.schema), path)

    def join(self, parts: Iterable[Path], path: Path) -> None:
        with self.parquet.ParquetWriter(path, self.schema) as whole:
            for part in parts:
                whole.write_table(self.parquet.read_table(part))


class _Kept(list[Mapping[str, Any]]):
    def writerows(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.extend(rows)


def format_of(output: Path, columns: Sequence[str]) -> Format:
    return Parquet(columns) if is_parquet(output) else Csv(columns)
