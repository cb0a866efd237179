"""Descriptions composed from the table."""

import pytest

from crossclip.field_marks import field_marks, vocabulary
from train.words.phrases import everyday
from train.words.sentences import HELD_OUT, TRAINED, WAYS, descriptions


def test_the_same_seed_composes_the_same():
    first, again = (list(descriptions("Blue Jay", 50, seed=3)) for _ in range(2))
    assert first == again
    assert first != list(descriptions("Blue Jay", 50, seed=4))


def test_thousands_of_a_species_are_distinct():
    assert len(set(descriptions("Clay-colored Sparrow", 3000))) > 2700


def test_every_species_can_be_described_in_every_way():
    for species in field_marks():
        for way in WAYS:
            assert all(text.strip() for text in descriptions(species, 2, ways=(way,)))


def test_everyday_words_stand_for_words_of_the_vocabulary():
    for kind, words in everyday().items():
        if kind not in ("together", "chatter", "groups"):
            assert set(words) <= set(getattr(vocabulary(), kind)), kind


def test_what_is_for_choosing_is_not_trained_on():
    assert not set(HELD_OUT) & set(TRAINED)


@pytest.mark.parametrize(("species", "word"), [("Northern Cardinal", "red"), ("Indigo Bunting", "blue")])
def test_descriptions_say_what_the_bird_looks_like(species, word):
    texts = list(descriptions(species, 200))
    assert sum(word in text.lower() for text in texts) > 50
