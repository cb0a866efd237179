"""The order of a quiz is its seed's."""

import pytest

from pages.lessons import quiz
from pages.lessons.birds import birds


@pytest.fixture(autouse=True)
def tiny(monkeypatch, tiny_folder):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))


def test_every_species_is_asked_once(monkeypatch):
    asked = quiz.questions(7)
    assert len({bird.species for bird in asked}) == len(asked)
    assert {bird.species for bird in asked} == {bird.species for bird in birds()}
    monkeypatch.setattr(quiz, "QUESTIONS", 2)
    assert quiz.questions(7) == asked[:2]
