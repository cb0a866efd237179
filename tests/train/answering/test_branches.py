"""What a model answers to rows that are told more or less."""

import torch

from tests.train.made_up_rows import NOWHERE, rows_with
from train.answering.branches import branches_of, photo_branches, prior_of
from train.report.answers import BRANCHES

PLACES = [(-74.0, 40.7, 0.4), NOWHERE, (-90.0, 30.0, 0.4)]


def test_every_branch_is_a_distribution_over_the_species(predictor):
    told = photo_branches(predictor, torch.eye(16)[:3], torch.tensor(PLACES))
    assert tuple(told) == BRANCHES
    for probability in told.values():
        assert probability.shape == (3, len(predictor.species))
        torch.testing.assert_close(probability.sum(dim=1), torch.ones(3))


def test_a_photo_is_looked_at_once_however_often_it_is_asked_about(predictor):
    rows = rows_with([0, 1, 0], PLACES, ["b.png", "a.png", "b.png"])
    looked = []

    def embed(predictor, photos, workers):
        looked.extend(photos)
        return torch.eye(16)[: len(photos)]

    answers = branches_of(predictor, rows, embed=embed)
    assert looked == ["a.png", "b.png"]
    expected = photo_branches(predictor, torch.eye(16)[[1, 0, 1]], rows.sightings)
    assert all(torch.equal(answers[branch], expected[branch]) for branch in BRANCHES)


def test_place_and_date_alone_are_the_branch_of_that_name(predictor):
    rows = rows_with([0, 1, 2], PLACES)
    told = photo_branches(predictor, torch.eye(16)[:3], rows.sightings)
    torch.testing.assert_close(prior_of(predictor, rows), told["place+date"])
