"""The table to read and the table to take away."""

import csv
from dataclasses import replace

import pytest
import torch

from crossclip.answers.predictions import PREDICTION_COLUMNS
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from pages.many.answers_table import AS_GIVEN, LEAST_SURE, MISTAKES, answers_table, ordered, write_predictions
from pages.many.lines import Line
from pages.many.marks import RIGHT, WRONG, Mark
from tests.pages.many.many_runs import A

COLUMNS = ("photo", "latitude", "longitude", "date")


@pytest.fixture
def lines(predictor) -> list[Line]:
    given = predictor.identify(A[1], Sighting())
    answers = [replace(given, probability=torch.tensor(told)) for told in ([0.9, 0.1, 0, 0, 0], [0.4, 0.6, 0, 0, 0])]
    row = dict.fromkeys(COLUMNS, "")
    told = [Line(row | {"photo": str(number)}, None, answer) for number, answer in enumerate(answers)]
    return [*told, Line(row, None, CrossClipError("broken"))]


def test_lines_are_ordered_by_doubt_and_by_mistakes(lines):
    marked = [Mark("a", "a", RIGHT, True), Mark("a", "b", WRONG, True), None]
    assert ordered(lines, marked, AS_GIVEN) == [0, 1, 2]
    assert ordered(lines, marked, LEAST_SURE) == [2, 1, 0]
    assert ordered(lines, marked, MISTAKES)[0] == 1


def test_true_names_are_columns_only_where_there_are_any(lines):
    plain = answers_table(lines, [None] * 3)
    assert "Mark" not in plain.columns
    assert plain["Answer"].tolist()[-1] == "no answer"
    assert plain["Remark"].tolist()[-1] == "Broken."
    styled = answers_table(lines, [Mark("a", "b", WRONG, True), None, None])
    assert styled.data["Mark"].tolist() == ["wrong", "", ""]
    assert "rgba(200, 118, 60" in styled.to_html()


def test_the_file_is_that_of_the_command_line(lines, tmp_path):
    write_predictions(tmp_path / "predictions.csv", COLUMNS, lines)
    with open(tmp_path / "predictions.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == (*COLUMNS, *PREDICTION_COLUMNS, "error")
    assert [row["rank"] for row in rows] == [*"12345", *"12345", ""]
    assert rows[-1]["error"] == "broken"
