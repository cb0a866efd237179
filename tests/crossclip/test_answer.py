"""An answer's rows: the likeliest first, equal ones in the model's order, blank where nothing was known."""

import csv
from datetime import date

import torch

from crossclip.answer import ANSWER_COLUMNS, Answer, sighting_fields, write_answers
from crossclip.sighting import Sighting

NAMES = ("Jay", "Wren", "Crow")


def answer(*probability: float) -> Answer:
    return Answer(NAMES, ("J", "W", "C"), torch.tensor(probability), None, torch.tensor(probability))


def test_the_likeliest_stands_first_and_equal_ones_keep_the_models_order():
    assert [one.species for one in answer(0.2, 0.4, 0.4).top()] == ["Wren", "Crow", "Jay"]
    assert [one.rank for one in answer(0.2, 0.4, 0.4).top()] == [1, 2, 3]


def test_never_more_candidates_than_species_and_all_of_them_with_none():
    assert len(answer(0.5, 0.3, 0.2).top(99)) == len(answer(0.5, 0.3, 0.2).top(None)) == 3
    assert len(answer(0.5, 0.3, 0.2).top(1)) == 1


def test_what_was_not_given_has_no_probability():
    first = answer(0.5, 0.25, 0.25).top(1)[0]
    assert (first.probability, first.photo_probability, first.place_probability) == (0.5, None, 0.5)


def test_a_written_answer_repeats_what_was_asked_on_each_row(tmp_path):
    asked = Sighting(-74.0, 40.5, date(2024, 5, 31))
    both = [(asked, answer(0.5, 0.25, 0.25)), (Sighting(), answer(0.25, 0.5, 0.25))]
    write_answers(tmp_path / "answers.csv", both, "Photo 3", "demo")
    with open(tmp_path / "answers.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ANSWER_COLUMNS
    assert [row["species"] for row in rows] == ["Jay", "Wren", "Crow", "Wren", "Jay", "Crow"]
    assert {(row["photo"], row["model"]) for row in rows} == {("Photo 3", "demo")}
    assert {row["date"] for row in rows[:3]} == {"2024-05-31"}
    assert {row["latitude"] for row in rows[3:]} == {row["photo_probability"] for row in rows} == {""}


def test_a_sighting_in_a_table_is_degrees_and_an_iso_date():
    assert sighting_fields(Sighting(date=date(2024, 1, 2))) == {
        "latitude": None,
        "longitude": None,
        "date": "2024-01-02",
    }
