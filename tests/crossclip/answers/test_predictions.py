"""Rows of answers: one a species, or one with the reason."""

import torch

from crossclip.answer import Answer
from crossclip.answers.predictions import ERROR, PREDICTION_COLUMNS, prediction_rows
from crossclip.errors import CrossClipError

ANSWER = Answer(("Jay", "Wren"), ("J", "W"), torch.tensor([0.25, 0.75]), torch.tensor([0.5, 0.5]), None)


def test_an_answer_makes_a_row_a_species_below_what_was_asked():
    first, second = prediction_rows({"photo": "a.jpg"}, ANSWER)
    assert tuple(first) == ("photo", *PREDICTION_COLUMNS)
    assert (first["rank"], first["species"], first["probability"]) == (1, "Wren", 0.75)
    assert second["place_probability"] is None
    assert len(list(prediction_rows({}, ANSWER, top=1))) == 1


def test_a_failure_makes_one_row_with_its_reason():
    assert list(prediction_rows({"photo": "a.jpg"}, CrossClipError("no such photo"))) == [
        {"photo": "a.jpg", ERROR: "no such photo"}
    ]
