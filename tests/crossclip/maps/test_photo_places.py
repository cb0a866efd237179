"""Where a photo could have been taken: a distribution over the map, by what the photo shows."""

import dataclasses

import numpy as np
import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.maps import Atlas
from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.photo_places import (
    CALIBRATION,
    EARTH,
    SQUARE,
    PhotoPlaces,
    by_species,
    cell_areas,
    densities,
    photo_places,
)
from crossclip.maps.weeks import week_day
from crossclip.sighting import Sighting

MIDWEST = Extent(-100, 35, -80, 48)


@pytest.fixture(scope="module")
def photo(predictor) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    return torch.nn.functional.normalize(torch.randn(1, predictor.config.embedding_dim, generator=generator))


def total(drawn: PhotoPlaces) -> float:
    cells = ~np.isnan(drawn.values)
    return float((drawn.values[cells] * cell_areas(drawn.grid, cells)).sum() / SQUARE)


@pytest.mark.parametrize("date", [None, week_day(27)])
def test_the_map_is_a_distribution_over_land(predictor, photo, date):
    drawn = photo_places(Atlas(predictor), photo, date, MIDWEST, resolution=1.0)
    assert total(drawn) == pytest.approx(1, abs=1e-4)
    assert np.isnan(drawn.values[~drawn.grid.land]).all()
    assert drawn.date == date


def test_it_is_the_sum_over_species_of_their_places(predictor, photo):
    atlas = Atlas(predictor)
    drawn = photo_places(atlas, photo, None, MIDWEST, resolution=1.0)
    cells, table = atlas.species_table(drawn.grid, None)
    area = torch.from_numpy(cell_areas(drawn.grid, cells)).float()
    places = table * area / (table @ area)[:, None]
    species = predictor.probabilities(photo, predictor.embed_sightings([Sighting()]), "photo")
    expected = (species @ places)[0] / area * SQUARE
    assert np.allclose(drawn.values[cells], expected.numpy(), rtol=1e-3)


def test_a_temperature_of_the_model_sharpens_or_flattens(predictor, photo, monkeypatch):
    plain = photo_places(Atlas(predictor), photo, None, MIDWEST, resolution=1.0)
    calibration = predictor.config.calibration | {CALIBRATION: 0.25}
    monkeypatch.setattr(predictor, "config", dataclasses.replace(predictor.config, calibration=calibration))
    sharp = photo_places(Atlas(predictor), photo, None, MIDWEST, resolution=1.0)
    assert sharp.about()["temperature"] == 0.25
    assert np.nanmax(sharp.values) > np.nanmax(plain.values)
    assert sharp.best == plain.best
    assert total(sharp) == pytest.approx(1, abs=1e-4)


def test_a_photo_of_a_bird_of_the_west_was_taken_in_the_west():
    species, area = torch.tensor([[0.9, 0.1]]), torch.tensor([1.0, 1.0, 2.0])
    table = torch.tensor([[0.6, 0.0, 0.0], [0.1, 0.1, 0.1]])
    (density,) = densities(by_species(species, table, area), area, 1.0)
    assert density.tolist() == pytest.approx([0.9 + 0.1 / 4, 0.1 / 4, 0.1 / 4])


def test_half_of_the_probability_lies_inside_the_line():
    grid = Grid.over(Extent(-100, 40, -96, 41), 1.0)
    values = np.array([[0.7, 0.1, 0.1, 0.1]], dtype=np.float32)
    drawn = PhotoPlaces(grid, values, temperature=1.0)
    assert drawn.line == pytest.approx(0.7)
    assert drawn.half_share == pytest.approx(0.25)
    assert drawn.words == "Half of the probability lies in 25% of the map's land, inside the line"
    assert (drawn.best.longitude, drawn.best.latitude) == (-99.5, 40.5)
    assert drawn.less_likely(-99.5, 40.5) == pytest.approx(0.75)
    assert drawn.less_likely(0, 0) is None
    flat = PhotoPlaces(grid, np.full_like(values, 0.25), temperature=1.0)
    assert "next to nothing" in flat.words


def test_cells_have_the_area_of_their_place_on_the_globe():
    grid = Grid.over(Extent(-180, -90, 180, 90), 10.0)
    areas = cell_areas(grid, np.ones((grid.height, grid.width), bool))
    assert areas.sum() == pytest.approx(4 * np.pi * EARTH**2)
    assert areas[0] < areas[grid.width * 8]


def test_where_there_are_no_records_nothing_is_said(predictor, photo):
    far = Coverage.of(np.full(50, 10.0), np.full(50, 10.0))
    with pytest.raises(CrossClipError, match="has no land near records"):
        photo_places(Atlas(predictor, far), photo, None, MIDWEST, resolution=1.0)
