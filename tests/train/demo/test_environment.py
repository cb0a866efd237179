"""Rasters of the ground, from made-up land."""

import numpy as np
import pytest
from PIL import Image
from shapely.geometry import Polygon, box

from train.demo import environment
from train.demo.environment import continued, distance_to_edge, on_cells, rasterised, store


@pytest.fixture(autouse=True)
def coarse(monkeypatch):
    """A globe of fewer cells than that of the rasters."""
    for name, value in {"FINE": 4, "CELLS": 1, "HEIGHT": 180, "WIDTH": 360}.items():
        monkeypatch.setattr(environment, name, value)


def test_land_is_drawn_where_it_lies_and_lakes_are_left_out():
    island = Polygon(box(-10, 20, 10, 40).exterior.coords, [box(-2, 29, 2, 31).exterior.coords])
    land = rasterised([island])
    assert land.shape == (720, 1440)
    assert land.sum() / 16 == pytest.approx(20 * 20 - 4 * 2, rel=0.05), "square degrees"
    assert land[4 * (90 - 35), 4 * 180]
    assert not land[4 * (90 - 30), 4 * 180], "the lake"


def test_a_coarse_grid_goes_smoothly_onto_the_cells_and_around_the_globe():
    latitude = np.linspace(85, -85, 18)[:, None] * np.ones((1, 36))
    fine = on_cells(latitude)
    assert fine.shape == (180, 360)
    assert fine[[89, 90], 0].mean() == pytest.approx(0, abs=1e-9)
    assert (np.diff(fine[:, 0]) <= 0).all()
    first_column = np.repeat(np.arange(36)[None] == 0, 18, axis=0).astype(float)
    assert on_cells(first_column)[0].nonzero()[0].tolist() == [*range(15), *range(355, 360)], (
        "over the date line as well"
    )


def test_what_is_unknown_takes_its_neighbours_value_across_the_date_line():
    values, known = np.zeros((4, 100)), np.zeros((4, 100), dtype=bool)
    values[:, 2], known[:, 2] = 5.0, True
    values[:, 50], known[:, 50] = 9.0, True
    filled = continued(values, known)
    assert (filled[:, 98] == 5.0).all()
    assert (filled[:, 45] == 9.0).all()
    assert (filled[known] == values[known]).all()


def test_distances_are_of_the_sphere():
    mask = np.zeros((720, 1440), dtype=bool)
    mask[4 * 88 : 4 * 92, 4 * 178 : 4 * 182] = True  # two degrees around 0, 0
    distance = distance_to_edge(mask)
    assert distance.shape == (180, 360)
    assert distance[89, 187] == pytest.approx(5.5 * 111.2, rel=0.05)
    assert distance[89, 180] == pytest.approx(1.5 * 111.2, rel=0.1)
    assert distance[0, 0] == environment.FARTHEST


def test_a_raster_is_written_coarsened_and_filled(tmp_path):
    channels = [np.full((4, 6), value) for value in (7.0, 100.0, 300.0)]
    fill = np.zeros((4, 6), dtype=bool)
    fill[0] = True
    store(tmp_path / "raster.png", channels, (2, 3, 5), fill, 9)
    pixels = np.asarray(Image.open(tmp_path / "raster.png"))
    assert pixels.shape == (4, 6, 3)
    assert pixels[1, 0].tolist() == [8, 99, 255]
    assert (pixels[0] == 9).all()
