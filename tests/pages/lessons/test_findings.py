"""What the lesson foretells is what the model says."""

import pytest

from crossclip.answers.explain import explain
from crossclip.sighting import Sighting
from pages.lessons.findings import SEASONS, findings, says
from pages.lessons.steps import limits


@pytest.fixture
def told(monkeypatch, tiny_folder):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))
    return findings()


def test_the_seasons_are_those_of_the_checklist(told, predictor):
    assert [season.name for season in told.seasons] == list(SEASONS)
    place = told.passage.sighting
    from datetime import date

    answer = predictor.checklist(Sighting(place.longitude, place.latitude, date(2024, 5, 15)))
    assert told.seasons[1].probability == pytest.approx(
        float(answer.probability[predictor.species.index(told.passage.species)]), abs=1e-6
    )
    assert told.season == max(told.seasons, key=lambda season: season.probability).name
    assert told.season.lower() in told.change


def test_the_witness_is_the_part_that_raised_the_first_bird_most(told, predictor):
    bird = told.first
    explanation = explain(predictor, bird.embedding, bird.sighting)
    index = predictor.species.index(bird.species)
    if bird.alone.probability[index] < 0.9:
        place, date = (float(answer.probability[index]) for answer in (explanation.by_place, explanation.by_date))
        assert told.witness == ("The place" if place >= date else "The date")
    else:
        assert told.witness == "The drawing"


def test_the_rival_is_another_species(told):
    assert told.rival != told.first.species


def test_limits_name_every_mistake(told):
    text = " ".join(limits(told))
    assert "one of the 5 birds" in text
    for bird in told.wrong:
        assert says(bird.together) in text
    assert f"names {6 - len(told.wrong)} rightly" in told.count
