"""Questions that tell the likeliest species apart."""

import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.field_marks import field_marks
from crossclip.field_marks.questions import all_questions, best_question, information

SPECIES = tuple(field_marks())


def likely(**shares: float) -> torch.Tensor:
    probability = torch.full((len(SPECIES),), 1e-4)
    for name, share in shares.items():
        probability[SPECIES.index(name.replace("_", " "))] = share
    return probability / probability.sum()


def test_likelihoods_are_probabilities_that_rule_nothing_out():
    questions = all_questions(SPECIES)
    assert len({question.about for question in questions}) == len(questions) > 40
    for question in questions:
        assert question.likelihood.shape == (len(question.choices), len(SPECIES))
        assert question.likelihood.min() > 0
        torch.testing.assert_close(question.likelihood.sum(dim=0), torch.ones(len(SPECIES)))


@pytest.mark.parametrize(
    ("shares", "about"),
    [
        ({"Song_Sparrow": 0.5, "Savannah_Sparrow": 0.4}, "breast spot"),
        ({"House_Finch": 0.5, "Purple_Finch": 0.4}, "pattern of the belly"),
        ({"Greater_Yellowlegs": 0.5, "Lesser_Yellowlegs": 0.4}, "long bill"),
    ],
)
def test_the_question_tells_the_first_two_apart(shares, about):
    question = best_question(likely(**shares), SPECIES)
    assert question is not None
    assert question.about == about
    first, second = (SPECIES.index(name.replace("_", " ")) for name in shares)
    answers = [question.answered(likely(**shares), choice) for choice in question.choices]
    odds = [float(answer[first] / answer[second]) for answer in answers]
    assert max(odds) > 3
    assert min(odds) < 0.5


def test_what_was_asked_is_not_asked_again():
    probability = likely(Song_Sparrow=0.5, Savannah_Sparrow=0.4)
    asked: list[str] = []
    while question := best_question(probability, SPECIES, asked):
        assert question.about not in asked
        asked.append(question.about)
    assert len(asked) > 3


def test_an_answer_takes_uncertainty_away_on_average():
    probability = likely(Song_Sparrow=0.5, Savannah_Sparrow=0.4)
    question = best_question(probability, SPECIES)
    assert question is not None
    entropy = torch.distributions.Categorical(probability).entropy()
    weights = question.likelihood @ probability
    after = [torch.distributions.Categorical(question.answered(probability, i)).entropy() for i in range(len(weights))]
    left = sum(weight * one for weight, one in zip(weights, after, strict=True))
    assert float(entropy - left) / 0.6931 == pytest.approx(information(question, probability), abs=1e-3)
    assert information(question, probability) > 0.2


def test_a_species_without_a_row_is_named():
    with pytest.raises(CrossClipError, match="lacks Dodo"):
        best_question(torch.tensor([0.5, 0.5]), ("Dodo", "Blue Jay"))


def test_one_species_needs_no_question():
    assert best_question(torch.tensor([1.0]), ("Blue Jay",)) is None
