"""The lines of a roll as one table: to read, to sort, to choose from, and to take away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crossclip.answer import Answer
from crossclip.answers.predictions import ERROR, PREDICTION_COLUMNS, prediction_rows
from crossclip.tables import write_table
from pages.many.lines import Line
from pages.many.marks import WRONG, Mark
from pages.shared.words import sentence

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

AS_GIVEN, LEAST_SURE, MISTAKES = "As given", "Least sure", "Mistakes"
MISTAKE = "background-color: rgba(200, 118, 60, 0.28)"


def ordered(lines: Sequence[Line], marked: Sequence[Mark | None], order: str) -> list[int]:
    """Numbers of the lines, in one of the three orders; mistakes that were said with most confidence come first."""

    def sure(number: int) -> float:
        answered = lines[number].answered
        return float(answered.probability.max()) if isinstance(answered, Answer) else -1.0

    def mistake(number: int) -> tuple[bool, float]:
        mark = marked[number]
        return mark is None or mark.verdict != WRONG, -sure(number)

    numbers = list(range(len(lines)))
    if order == AS_GIVEN:
        return numbers
    return sorted(numbers, key=sure if order == LEAST_SURE else mistake)


def answers_table(lines: Sequence[Line], marked: Sequence[Mark | None]) -> pd.DataFrame | Styler:
    """A row a line; with true names, mistakes stand on a colour and say so."""
    import pandas as pd

    rows = [_shown(line, mark) for line, mark in zip(lines, marked, strict=True)]
    table = pd.DataFrame(rows, columns=list(_shown(lines[0], marked[0])))
    if all(mark is None for mark in marked):
        return table.drop(columns=["True name", "Mark"])
    return table.style.apply(lambda row: [MISTAKE if row["Mark"] == WRONG else ""] * len(row), axis=1)


def write_predictions(path: Path, columns: Sequence[str], lines: Sequence[Line]) -> None:
    """The table that `crossclip identify --table` writes."""
    with write_table(path, (*columns, *PREDICTION_COLUMNS, ERROR)) as table:
        for line in lines:
            table.writerows(prediction_rows(line.row, line.answered))


def _shown(line: Line, mark: Mark | None) -> dict[str, object]:
    row = line.row
    shown: dict[str, object] = {
        "Photo": None if line.shot is None else line.shot.thumbnail,
        "Answer": "no answer",
        "Probability": None,
        "True name": "" if mark is None else mark.name,
        "Mark": "" if mark is None else mark.verdict,
        "Photo alone": "",
        "Name": row["photo"],
        "Place": ", ".join(filter(None, (row["latitude"], row["longitude"]))),
        "Date": row["date"],
        "Remark": "",
    }
    if not isinstance(line.answered, Answer):
        return shown | {"Remark": sentence(line.answered)}
    first, alone = line.answered.top(1)[0], line.answered.photo_probability
    by_photo = "" if alone is None else line.answered.species[int(alone.argmax())]
    percent = min(round(100 * first.probability), 99)  # never 100, as elsewhere
    return shown | {"Answer": first.species, "Probability": percent, "Photo alone": by_photo}
