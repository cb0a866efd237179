"""An answer in tables."""

import torch

from crossclip.answer import Answer, Candidate
from crossclip.sighting import Sighting
from pages.answers.tables import bar_table, leading, leading_of_all, side_by_side, small_multiples
from tests.pages.app_runs import (
    DAY,
)


def answer_of(together: list[float], alone: list[float]) -> Answer:
    names = ("Ash", "Birch", "Cedar")
    return Answer(names, names, torch.tensor(together), torch.tensor(alone), None)


def test_the_photos_own_first_species_is_always_in_the_table():
    answer = answer_of([0.7, 0.2, 0.1], [0.1, 0.2, 0.7])
    assert [(c.species, c.rank) for c in leading(answer, 1)] == [("Ash", 1), ("Cedar", 3)]
    assert [candidate.species for candidate in leading(answer, 3)] == ["Ash", "Birch", "Cedar"]


def test_small_multiples_have_the_species_that_lead_anywhere_in_one_order():
    answers = {"here": answer_of([0.7, 0.2, 0.1], [1, 0, 0]), "there": answer_of([0.1, 0.0, 0.9], [1, 0, 0])}
    order = leading_of_all(list(answers.values()), 2)
    assert order == [2, 0]
    shown = small_multiples(answers, order)
    assert shown.count("<table") == 2
    assert shown.count("Cedar") == shown.count("Ash") == 2
    assert "Birch" not in shown


def test_columns_name_what_is_known():
    assert list(side_by_side(Sighting())) == ["Photo only"]
    assert list(side_by_side(Sighting(1, 2)))[-1] == "Place only"
    assert list(side_by_side(Sighting(1, 2, DAY)))[-1] == "Place and date only"


def test_names_in_a_table_are_text_and_not_markup():
    assert "<script>" not in bar_table([Candidate(1, "<script>", "<i>", 1.0, 1.0, None)], {"<b>": "probability"})
    names = ("<script>",)
    answer = Answer(names, names, torch.ones(1), torch.ones(1), None)
    assert "<script>" not in small_multiples({"<script>": answer}, [0])


def test_words_have_a_column_of_their_own_and_answers_are_only_in_the_answer_together():
    assert side_by_side(Sighting(), photo=False, words=True) == {"Words only": "text_probability"}
    told = side_by_side(Sighting(), photo=False, words=True, told=True)
    assert told == {"Together": "probability", "Words only": "text_probability"}
    assert list(side_by_side(Sighting(date=DAY), words=True)) == ["Together", "Words only", "Photo only", "Date only"]


def test_the_first_by_words_is_always_in_the_table():
    names = ("Ash", "Birch", "Cedar")
    answer = Answer(names, names, torch.tensor([0.7, 0.2, 0.1]), None, None, torch.tensor([0.1, 0.7, 0.2]))
    assert [(c.species, c.rank) for c in leading(answer, 1)] == [("Ash", 1), ("Birch", 2)]
