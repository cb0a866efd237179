"""What the rasters say of places one knows."""

import pytest
import torch

from crossclip.environment import COVARIATES, elevation, sample_environment

PLACES = {
    "Denver": (-105.0, 39.7),
    "Kansas": (-98.0, 38.5),
    "Lake Superior": (-87.5, 47.7),
    "Gulf of Mexico": (-90.0, 25.0),
    "Sonoran Desert": (-113.0, 32.5),
    "Great Smoky Mountains": (-83.5, 35.6),
    "Chicago": (-87.65, 41.88),
}


@pytest.fixture(scope="module")
def ground() -> dict[str, dict[str, float]]:
    longitude, latitude = torch.tensor(list(PLACES.values())).unbind(1)
    rows = sample_environment(longitude, latitude)[:, : len(COVARIATES)]
    return {name: dict(zip(COVARIATES, row.tolist(), strict=True)) for name, row in zip(PLACES, rows, strict=True)}


def test_mountains_stand_above_plains(ground):
    assert ground["Denver"]["elevation"] > 1 > ground["Kansas"]["elevation"]
    assert ground["Great Smoky Mountains"]["relief"] > 1 + ground["Kansas"]["relief"]


def test_lakes_and_the_sea_are_water_and_land_is_not(ground):
    dry = max(ground[name]["water"] for name in ("Denver", "Kansas", "Sonoran Desert"))
    assert dry < ground["Chicago"]["water"] < min(ground[name]["water"] for name in ("Lake Superior", "Gulf of Mexico"))


def test_deserts_are_brighter_and_less_green_than_forests(ground):
    desert, forest = ground["Sonoran Desert"], ground["Great Smoky Mountains"]
    assert desert["red"] > 1 + forest["red"]
    assert forest["green"] - forest["red"] > desert["green"] - desert["red"]


def test_neither_the_date_line_nor_a_pole_is_a_seam():
    longitude = torch.tensor([180.0, -180.0, 179.99, 17.0, -120.0])
    latitude = torch.tensor([66.5, 66.5, 66.5, 90.0, -90.0])
    values = sample_environment(longitude, latitude)
    assert values.shape == (5, 2 * len(COVARIATES))
    assert values.isfinite().all()
    torch.testing.assert_close(values[0], values[1])
    assert (values[0] - values[2]).abs().max() < 0.1


def test_places_one_by_one_are_places_together():
    longitude, latitude = torch.rand(50) * 360 - 180, torch.rand(50) * 180 - 90
    together = sample_environment(longitude, latitude)
    alone = torch.cat([sample_environment(lon[None], lat[None]) for lon, lat in zip(longitude, latitude, strict=True)])
    torch.testing.assert_close(together, alone)
    assert sample_environment(longitude[:0], latitude[:0]).shape == (0, 2 * len(COVARIATES))


@pytest.mark.parametrize(
    ("place", "metres"), [("Denver", 1650), ("Kansas", 455), ("Chicago", 190), ("Gulf of Mexico", 0)]
)
def test_heights_are_metres(place, metres):
    longitude, latitude = PLACES[place]
    there = elevation()[int((90 - latitude) * 4), int((longitude + 180) * 4)]
    assert there == pytest.approx(metres, rel=0.1)
