"""An answer in tables."""

import pytest
import torch

from crossclip.answer import Answer, Candidate
from crossclip.sighting import Sighting
from pages.answers.tables import (
    bar_table,
    ends_of,
    leading,
    leading_of_all,
    side_by_side,
    small_multiples,
    that_differ,
)
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


def test_a_column_with_an_end_of_its_own_says_which():
    names = ("Ash", "Birch", "Cedar")
    answer = Answer(names, names, torch.tensor([0.7, 0.2, 0.1]), None, torch.tensor([0.01, 0.02, 0.04]))
    columns = {"Together": "probability", "Place only": "place_probability"}
    ends = ends_of(answer, columns)
    assert (ends["Together"], ends["Place only"]) == (1.0, pytest.approx(0.04))
    shown = bar_table(answer.top(3), columns, ends)
    assert "Place only<small>full bar: 4.0%</small>" in shown
    assert "Together<small>" not in shown
    assert "width:100.0%" in shown
    assert "width:25.0%" in shown


def test_what_differs_is_found_and_place_alone_has_a_scale_of_its_own():
    names = ("Ash", "Birch", "Cedar")
    place = torch.tensor([0.01, 0.02, 0.04])
    here = Answer(names, names, torch.tensor([0.7, 0.2, 0.1]), None, place)
    there = Answer(names, names, torch.tensor([0.7, 0.25, 0.05]), None, place / 2)
    assert that_differ([here, there], [0, 1, 2], 0.01) == [1, 2]
    assert that_differ([here, here], [0, 1, 2], 0.01) == []
    shown = small_multiples({"here": here, "there": there}, [1, 2], "place_probability")
    assert shown.count("width:100.0%") == 1
    assert shown.count("width:50.0%") == 2
