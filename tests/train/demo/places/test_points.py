"""Records as points."""

import numpy as np
import pandas as pd
import pytest
import torch

from train.demo.places.points import points_of_records, points_of_runs

NAMES = ["Blue Jay", "House Finch"]


@pytest.fixture
def records() -> pd.DataFrame:
    rows = [
        ("Blue Jay", -90.0, 40.0, "2024-05-01"),
        ("House Finch", -90.0, 40.0, "2024-05-01"),
        ("House Finch", -90.0, 40.0, "2024-05-01"),
        ("Blue Jay", -90.0, 40.0, "2024-06-01"),
        ("House Finch", -80.0, 35.0, None),
        ("Stranger", -80.0, 35.0, None),
    ]
    return pd.DataFrame(rows, columns=["species", "longitude", "latitude", "date"])


def test_records_of_one_place_and_day_are_one_point(records):
    points = points_of_records(records, NAMES)
    assert points.sightings.shape == (3, 3)
    torch.testing.assert_close(points.targets, torch.tensor([[1 / 3, 2 / 3], [1.0, 0.0], [0.0, 1.0]]))
    assert points.weights.tolist() == [3, 1, 1]
    assert points.sightings[2, 2].isnan(), "a record without a date is one without a date"


def test_evenness_lends_weight_to_the_seldom(records):
    many = pd.concat([records, *[records.iloc[1:2]] * 20])
    plain, even = points_of_records(many, NAMES), points_of_records(many, NAMES, evenness=1.0)
    assert even.targets[0, 0] > plain.targets[0, 0]


def test_months_merge_what_lies_close_in_time(records):
    points = points_of_records(records.assign(date=["2024-05-01"] * 3 + ["2024-06-01"] * 3), NAMES, months=6)
    assert len(points.sightings) == 3
    assert len(points_of_records(records.assign(date="2024-06-01"), NAMES, months=6).sightings) == 2


def test_runs_know_what_was_absent_and_weigh_the_seldom():
    runs = pd.DataFrame({"longitude": [-90.0, -91.0, -92.0], "latitude": 40.0, "date": "2005-06-01"})
    points = points_of_runs(runs, np.array([[5, 0], [5, 5], [0, 0]], dtype=np.float32))
    assert points.present.tolist() == [[1, 0], [1, 1]], "a run without any bird of ours says nothing"
    assert points.targets[0].tolist() == [1, 0]
    assert points.targets[1, 1] > points.targets[1, 0], "what few runs have says more of a place"


def test_a_draw_is_the_same_again_and_stays_on_the_globe(records):
    points = points_of_records(records.assign(longitude=179.99), NAMES)
    first, again = points.draw(200, 0, 3), points.draw(200, 0, 3)
    torch.testing.assert_close(first[0], again[0], equal_nan=True)
    assert first[0][:, 0].abs().max() <= 180
    assert (first[0][:, 0] < 0).any(), "moved a little, some lie across the date line"
    assert not torch.equal(first[0][:, 1], points.draw(200, 0, 4)[0][:, 1])
