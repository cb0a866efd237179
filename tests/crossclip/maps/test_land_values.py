"""What is kept of the land is what the model says of it."""

from datetime import date

import numpy as np
import pytest
import torch

from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.land_values import LandValues, sighting_rows
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.sighting import Sighting

GRID = Grid.over(Extent(-92, 38, -88, 42), 1)
JULY = date(2024, 7, 1)
MEMORY = 2**20


def test_cells_are_embedded_once_and_as_the_predictor_does(predictor, monkeypatch):
    values = LandValues(predictor, None, MEMORY)
    first = values.embeddings(GRID, JULY)
    places = zip(*GRID.land_places, strict=True)
    expected = predictor.embed_sightings([Sighting(float(x), float(y), JULY) for x, y in places])
    torch.testing.assert_close(first, expected)
    monkeypatch.setattr(predictor, "embed_sightings", lambda rows: pytest.fail("computed again"))
    assert values.embeddings(GRID, JULY) is first


def test_only_cells_near_records_have_values_of_species(predictor):
    near = Coverage.of(np.full(20, -91.5), np.full(20, 38.5))
    values = LandValues(predictor, near, MEMORY)
    support = values.support(GRID, None)
    assert 0 < support.sum() < GRID.land.sum()
    assert (values.supported_cells(GRID, None) == support).all()
    assert len(values.embeddings(GRID, None, supported=True)) == support.sum()
    assert len(values.year_embeddings(GRID, tuple(WEEKS))) == len(WEEKS) * support.sum()


def test_without_coverage_all_land_counts(predictor):
    values = LandValues(predictor, None, MEMORY)
    assert values.support(GRID, None) is None
    assert (values.supported_cells(GRID, None) == GRID.land).all()


def test_a_year_is_its_weeks_in_order(predictor):
    values = LandValues(predictor, None, MEMORY)
    weeks = values.year_embeddings(GRID, tuple(WEEKS)).view(len(WEEKS), -1, predictor.config.embedding_dim)
    torch.testing.assert_close(weeks[25], values.embeddings(GRID, week_day(WEEKS[25])))


def test_a_table_too_large_to_keep_gives_the_same_probabilities(predictor):
    kept, small = LandValues(predictor, None, MEMORY), LandValues(predictor, None, 16)
    places = kept.embeddings(GRID, JULY)
    one, other = (values.of_species(2, (GRID, JULY), places, None, "next") for values in (kept, small))
    torch.testing.assert_close(one, other)
    assert one.shape == (GRID.land.sum(),)


def test_one_season_serves_many_places():
    rows = sighting_rows(np.array([1.0, 2.0]), np.array([3.0, 4.0]), 0.5)
    assert rows.tolist() == [[1, 3, 0.5], [2, 4, 0.5]]
    assert rows.dtype == torch.float32
