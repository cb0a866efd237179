"""Ways from a photo to places: what each says, and how it is measured."""

import math

import numpy as np
import pandas as pd
import pytest
import torch

from crossclip.maps import Atlas
from crossclip.maps.land.coverage import Coverage
from crossclip.predict import Predictor
from train.demo.places.of_photos import (
    Asked,
    asked_of,
    fitted_temperature,
    measured,
    surprise,
    ways_of,
)

CELLS = np.array([(-100.0, 40.0), (-90.0, 40.0), (-80.0, 40.0), (-70.0, 40.0)])


def made_up(truth: list[int]) -> Asked:
    """Photos of two species, of which one lives in the west and one in the east."""
    species = torch.eye(2)[[0 if cell < 2 else 1 for cell in truth]]
    table = torch.tensor([[0.8, 0.8, 0.1, 0.1], [0.1, 0.1, 0.8, 0.8]])
    return Asked(
        species,
        species,
        CELLS,
        torch.full((4,), 1e4),
        table,
        torch.eye(2)[[0, 0, 1, 1]],
        CELLS[truth],
        torch.tensor(truth),
    )


def test_a_photo_is_asked_about_on_the_land_of_its_month(predictor: Predictor):
    coverage = Coverage.of(np.full(50, -88.5), np.full(50, 41.5))
    pairs = pd.DataFrame(
        {"photo": ["a", "b"], "longitude": [-88.4, -80], "latitude": [41.4, 39.0], "date": ["", "2024-07-02"]}
    )
    vectors = dict(zip("ab", torch.nn.functional.normalize(torch.eye(2, predictor.config.embedding_dim)), strict=True))
    undated, dated = asked_of(Atlas(predictor, coverage), pairs, vectors)
    for asked in (undated, dated):
        assert asked.table.shape == (len(predictor.species), len(asked.cells))
        assert asked.embeddings.shape == (len(asked.cells), predictor.config.embedding_dim)
        assert asked.species.sum().item() == pytest.approx(1, abs=1e-5)
    assert np.abs(undated.cells[undated.truth[0]] - (-88.5, 41.5)).max() <= 0.5
    for logits in ways_of(coverage).values():
        assert logits(undated).shape == (1, len(undated.cells))


def test_what_is_right_surprises_less_than_what_does_not_look():
    asked = made_up([0, 1, 2, 3])
    ways = ways_of(Coverage.of([-100.0], [40.0]))
    alike, species = ([(asked, ways[name](asked))] for name in ("all land alike", "species"))
    assert surprise(alike, 1.0) == pytest.approx(0, abs=1e-6)
    assert surprise(species, 1.0) == pytest.approx(-math.log(2 * 0.8 / 0.9), rel=1e-4)
    fitted = fitted_temperature(species)
    assert fitted < 1, "half of the land holds all of each species' photos"
    assert surprise(species, fitted) < surprise(species, 1.0)


def test_ranks_and_distances_are_of_the_true_places():
    asked = made_up([0, 0])
    chance = measured([(asked, torch.zeros(2, 4))], 1.0)
    assert chance["rank"] == pytest.approx(0.5)
    sure = measured([(asked, torch.tensor([[9.0, 0, 0, 0]] * 2))], 1.0)
    assert sure["rank"] > 0.8
    assert sure["likeliest_km"] == pytest.approx(0, abs=1e-3)
