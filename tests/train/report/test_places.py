"""What is measured of place and date."""

import math

import torch

from train.report.places import (
    place_auc,
    presence_auc,
    presence_error,
    presence_reliability,
    recall_by_season,
    recall_of,
)


def test_presence_is_told_from_absence():
    present = torch.tensor([[1, 0], [1, 1], [0, 0], [0, 1]])
    scores = torch.tensor([[0.9, 0.1], [0.8, 0.2], [0.3, 0.3], [0.1, 0.4]])
    right, half = presence_auc(scores, present, least=2).tolist()
    assert (right, half) == (1.0, 0.75)
    assert presence_auc(scores, present, least=3).isnan().all(), "too few to say"


def test_a_species_places_stand_against_those_of_the_others():
    scores = torch.tensor([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.4, 0.6]])
    assert place_auc(scores, torch.tensor([0, 0, 1, 1]), least=2).tolist() == [1.0, 1.0]


def test_recall_of_seasons_and_of_some_species():
    probability = torch.eye(3)[[0, 1, 2, 0]]
    labels = torch.tensor([0, 1, 0, 0])
    told = recall_by_season(probability, labels, [1, 7, 7, 0], k=1)
    assert told == {"winter": 1.0, "summer": 0.5, "undated": 1.0}
    assert recall_of(probability, labels, [1], k=1) == 1.0
    assert math.isnan(recall_of(probability, labels, [2], k=1))


def test_reliability_of_presence():
    probability = torch.tensor([[0.05, 0.95], [0.05, 0.95]])
    table = presence_reliability(probability, torch.tensor([[0, 1], [0, 1]]))
    assert [(round(line["said"], 2), line["found"], line["rows"]) for line in table] == [(0.05, 0.0, 2), (0.95, 1.0, 2)]
    assert presence_error(table) < 0.051
