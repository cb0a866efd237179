"""Tables that are asked about, and what a command has to say of what is wrong."""

import csv
from pathlib import Path

HERE = ["--latitude", "40.71", "--longitude", "-74.01"]


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def read(path: Path | str) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def one_line(result: tuple[int, str, str], code: int, words: str) -> None:
    assert result[0] == code, result
    assert result[1] == ""
    assert result[2].startswith("crossclip: error: ")
    assert result[2].count("\n") == 1
    assert words in result[2]
