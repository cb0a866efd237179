"""`crossclip describe`: a bird in words, one on the command line or many in a table."""

import json

import pytest

from crossclip.answers.bulk import BATCH
from crossclip.sighting import Sighting
from crossclip.text import LONGEST
from tests.crossclip.cli.cli_runs import HERE, one_line, read, table

COLUMNS = ["rank", "species", "scientific_name", "probability", "text_probability", "place_probability"]
HEAD = "text,latitude,longitude,date"


def test_a_description_as_json_has_the_predictors_own_numbers(run, predictor):
    code, out, _ = run("describe", " a blue  jay", *HERE, "--date", "2024-05-31", "--top", 3, "--json")
    answer = json.loads(out)
    assert code == 0
    assert list(answer) == ["text", "latitude", "longitude", "date", "predictions"]
    assert answer["text"] == "a blue jay"
    expected = predictor.describe("a blue jay", Sighting.parse(-74.01, 40.71, "2024-05-31")).top(3)
    assert [list(line) for line in answer["predictions"]] == [COLUMNS] * 3
    for line, candidate in zip(answer["predictions"], expected, strict=True):
        assert line == {name: getattr(candidate, name) for name in COLUMNS}


def test_a_description_as_text_says_which_words_are_not_known(run):
    code, out, err = run("describe", "blue zorblax jay")
    assert code == 0
    assert out.startswith("blue zorblax jay, any place, any time of year\n")
    assert out.splitlines()[1].split() == ["together", "words", "place", "species"]
    assert len(out.splitlines()) == 8
    assert err.startswith("crossclip: Not known to the model: zorblax.\n")


def test_a_table_of_descriptions_keeps_its_columns_and_order(run, tmp_path, predictor):
    rows = [
        '"blue jay, black",40.71,-74.01,2024-05-31,Ann',
        "a chickadee,,,,Bob",
        ",40,-74,,Cem",
        "jay,91,0,,Dan",
        "jay,,,yesterday,Eve",
        f"{'x' * (LONGEST + 1)},,,,Fay",
    ]
    asked = table(tmp_path / "descriptions.csv", f"{HEAD},observer", *rows)
    code, out, err = run("describe", "--table", asked, "--output", "answers.csv", "--top", 2)
    answers = read("answers.csv")
    assert (code, out) == (0, "")
    assert "4 of 6 rows" in err
    assert list(answers[0]) == [*HEAD.split(","), "observer", *COLUMNS, "error"]
    assert [row["observer"] for row in answers] == ["Ann", "Ann", "Bob", "Bob", "Cem", "Dan", "Eve", "Fay"]
    expected = predictor.describe("blue jay, black", Sighting.parse(-74.01, 40.71, "2024-05-31")).top(2)
    for row, candidate in zip(answers, expected, strict=False):
        assert (row["text"], row["species"]) == ("blue jay, black", candidate.species)
        assert float(row["text_probability"]) == pytest.approx(candidate.text_probability, abs=1e-5)
    assert answers[2]["place_probability"] == ""
    for row, words in zip(answers[4:], ("is blank", "latitude 91", "date 'yesterday'", "401 characters"), strict=True):
        assert words in row["error"]


def test_a_long_table_is_answered_in_batches(run, tmp_path):
    asked = table(tmp_path / "asked.csv", HEAD, *(f"jay,{i % 90},{i},2024-05-31" for i in range(2 * BATCH + 5)))
    assert run("describe", "--table", asked, "--output", "answers.csv", "--top", 1)[0] == 0
    assert [row["longitude"] for row in read("answers.csv")] == [str(i) for i in range(2 * BATCH + 5)]
    asked = table(tmp_path / "asked.csv", HEAD)
    assert run("describe", "--table", asked, "--output", "answers.csv") == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "give TEXT, or --table and --output"),
        ([" "], "the description is blank"),
        (["bird " * 10_000], "400 are read"),
        (["jay", "--latitude", "91", "--longitude", "0"], "latitude 91"),
        (["jay", "--table", "a.csv", "--output", "b.csv"], "TEXT does not go with --table"),
        (["jay", "--output", "b.csv"], "--output goes with --table"),
    ],
)
def test_what_cannot_be_asked_is_one_line(run, arguments, words):
    one_line(run("describe", *arguments), 2, words)


def test_the_help_has_examples(run):
    code, out, _ = run("describe", "--help")
    assert code == 0
    assert out.count("crossclip describe") >= 4
