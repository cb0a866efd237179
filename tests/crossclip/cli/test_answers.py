"""One answer as text and as JSON, a table with its failures, and an error in one line."""

import csv
import json
from argparse import Namespace

import torch

from crossclip.answer import Answer
from crossclip.answers.predictions import PREDICTION_COLUMNS
from crossclip.cli.answers import SPECIES_COLUMNS, answer_table, complain, show
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting

ANSWER = Answer(("Jay", "Wren"), ("J", "W"), torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), None)
HERE = Sighting(-74.0, 40.5)


def test_an_error_is_one_line_whatever_it_held(capsys):
    complain("a name\nof two lines")
    assert capsys.readouterr().err == "crossclip: error: a name of two lines\n"


def test_json_is_one_object_a_line_with_the_columns_asked_for(capsys):
    show(Namespace(json=True), {"photo": "a.jpg"}, HERE, ANSWER.top(), PREDICTION_COLUMNS)
    told = json.loads(capsys.readouterr().out)
    assert (told["photo"], told["latitude"], told["date"]) == ("a.jpg", 40.5, None)
    assert tuple(told["predictions"][0]) == PREDICTION_COLUMNS
    assert told["predictions"][0]["place_probability"] is None


def test_text_shows_a_dash_for_what_is_unknown(capsys):
    show(Namespace(json=False), {"photo": "a.jpg"}, HERE, ANSWER.top(1), PREDICTION_COLUMNS)
    head, columns, first, *_ = capsys.readouterr().out.splitlines()
    assert head == "a.jpg, latitude 40.5, longitude -74, any time of year"
    assert columns.split() == ["together", "photo", "place", "species"]
    assert first.split() == ["1", "75.0%", "50.0%", "-", "Jay", "(J)"]


def test_a_checklist_has_one_column_of_probabilities(capsys):
    show(Namespace(json=False), {}, Sighting(), ANSWER.top(), ("rank", *SPECIES_COLUMNS))
    assert capsys.readouterr().out.splitlines()[1].split() == ["probability", "species"]


def test_a_row_that_fails_keeps_its_reason_and_the_run_says_how_many(tmp_path, capsys):
    (tmp_path / "table.csv").write_text("photo,note\na,1\nb,2\n")
    arguments = Namespace(table=tmp_path / "table.csv", output=tmp_path / "out.csv", top=1)

    def answer(rows):
        return zip(rows, (ANSWER, CrossClipError("no such photo")), strict=True)

    loaded = Namespace(folder=None)
    assert answer_table(arguments, ["photo"], PREDICTION_COLUMNS, lambda *_: answer, lambda: loaded) == 0
    with open(arguments.output, newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["note"], first["species"], first["error"]) == ("1", "Jay", "")
    assert (second["note"], second["species"], second["error"]) == ("2", "", "no such photo")
    assert "1 of 2 rows could not be answered" in capsys.readouterr().err
