"""How sure an answer is, in words, and the step up to a group."""

import pytest
import torch

from crossclip.answer import Answer
from crossclip.answers.confidence import confidence_word, verdict, with_article

NAMES = {
    "Western Gull": "Larus occidentalis",
    "Glaucous-winged Gull": "Larus glaucescens",
    "Blue Jay": "Cyanocitta cristata",
    "Steller's Jay": "Cyanocitta stelleri",
    "American Crow": "Corvus brachyrhynchos",
    "Made-up Bird": "Corvus novus",
}


def answer_of(*probability: float) -> Answer:
    return Answer(tuple(NAMES), tuple(NAMES.values()), torch.tensor(probability), None, None)


@pytest.mark.parametrize(
    ("probability", "word"), [(0.97, "sure"), (0.95, "sure"), (0.9, "fairly sure"), (0.6, "unsure"), (0.3, "a guess")]
)
def test_a_number_has_its_word(probability, word):
    assert confidence_word(probability) == word


def test_a_sure_species_is_said_as_it_is():
    said = verdict(answer_of(0.97, 0.03, 0, 0, 0, 0))
    assert (said.headline, said.word, said.group) == ("Western Gull", "sure", None)


def test_species_that_share_a_group_are_said_as_the_group():
    said = verdict(answer_of(0.35, 0.6, 0.05, 0, 0, 0))
    assert said.headline == "A gull, probably Glaucous-winged Gull"
    assert (said.group.name, said.group.species) == ("gull", 2)
    assert said.group.probability == pytest.approx(0.95)
    assert verdict(answer_of(0.45, 0.4, 0.15, 0, 0, 0)).headline == "A gull, perhaps Western Gull"


def test_where_no_everyday_group_is_sure_enough_genus_and_family_are_tried():
    genus = verdict(answer_of(0, 0, 0.1, 0.0, 0.5, 0.4))  # the made-up one is in no table
    assert genus.headline == "A bird of the genus Corvus, probably American Crow"
    family = verdict(answer_of(0, 0, 0.4, 0.1, 0.5, 0))
    assert family.group.name == "bird of the family Corvidae"
    assert verdict(answer_of(0.5, 0, 0.5, 0, 0, 0)).headline == "Probably Western Gull"


def test_doubt_takes_sureness_away_and_never_stands_over_a_likely_species():
    said = verdict(answer_of(0.97, 0.03, 0, 0, 0, 0), familiar=False)
    assert (said.headline, said.word, said.unknown) == ("Probably Western Gull", "unsure", False)
    assert not verdict(answer_of(0.45, 0.4, 0.15, 0, 0, 0), familiar=False).unknown  # a gull at any rate
    strong = verdict(answer_of(0.4, 0, 0.3, 0, 0.3, 0), familiar=False)
    assert strong.unknown
    assert strong.headline == "Perhaps a bird I do not know"


def test_articles():
    assert [with_article(name) for name in ("gull", "owl", "ibis")] == ["a gull", "an owl", "an ibis"]
