"""The drawn birds, and what the model says of each."""

import pytest

from pages.lessons import birds as module
from pages.lessons.birds import CHOICES, TOWNS, bird_of, birds, choices, said
from pages.photos.samples import samples


@pytest.fixture(autouse=True)
def tiny(monkeypatch, tiny_folder):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))


def test_only_drawings_of_known_species_are_asked_about(predictor):
    assert {bird.species for bird in birds()} <= set(predictor.species)
    assert len(birds()) == sum(sample.species in predictor.species for sample in samples())


def test_what_is_said_of_a_bird_is_what_the_predictor_says(predictor):
    bird = bird_of("Blue Jay")
    assert bird.species == "Blue Jay"
    expected = predictor.identify(bird.sample.file, bird.sighting)
    assert bird.together.probability.allclose(expected.probability, atol=1e-6)
    assert said(bird.together) == expected.top(1)[0] or said(bird.together).species == expected.top(1)[0].species


def test_every_drawing_has_a_town():
    assert {sample.file.stem for sample in samples()} == set(TOWNS)
    assert bird_of("Blue Jay").where_and_when() == "near Washington on 10 October"


def test_the_right_name_is_among_the_choices_whose_order_a_seed_decides():
    bird = bird_of("Northern Cardinal")
    names = choices(bird, 1)
    assert bird.species in names
    assert len(names) == len(set(names)) == CHOICES
    assert choices(bird, 1) == names
    assert len({tuple(choices(bird, seed)) for seed in range(9)}) > 1


def test_a_species_that_is_not_known_is_another_bird():
    assert bird_of("Dodo") == module.birds()[0]
