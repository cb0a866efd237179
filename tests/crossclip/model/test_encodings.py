"""Place and date as numbers."""

import pytest
import torch
from torch import tensor

from crossclip.model.encodings import PLACE_ENCODINGS, encode_place_sphere, encode_place_wrap, encode_season

encodings = pytest.mark.parametrize("encoding", PLACE_ENCODINGS)


def test_wrap_makes_both_poles_one_point_and_the_sphere_does_not():
    poles = tensor([0.0, 0.0]), tensor([90.0, -90.0])
    north, south = encode_place_wrap(*poles)
    torch.testing.assert_close(north, south, atol=1e-6, rtol=0)
    north, south = encode_place_sphere(*poles)
    torch.testing.assert_close(north, -south, atol=1e-6, rtol=0)


def test_a_pole_is_one_point_on_the_sphere_whatever_its_longitude():
    longitudes = tensor([-180.0, -74.0, 0.0, 99.0])
    for latitude in (90.0, -90.0):
        points = encode_place_sphere(longitudes, torch.full((4,), latitude))
        torch.testing.assert_close(points, points[:1].expand_as(points), atol=1e-6, rtol=0)


def test_the_paper_s_angles():
    # pi lon / 180 = pi / 2 and pi lat / 90 = pi / 3
    expected = tensor([[1.0, 3**0.5 / 2, 0.0, 0.5]])
    torch.testing.assert_close(encode_place_wrap(tensor([90.0]), tensor([30.0])), expected, atol=1e-6, rtol=0)


@encodings
def test_the_date_line_is_no_seam(encoding):
    encode = PLACE_ENCODINGS[encoding]
    latitudes = torch.linspace(-80, 80, 9)
    west, east = (encode(torch.full((9,), longitude), latitudes) for longitude in (-180.0, 180.0))
    torch.testing.assert_close(west, east, atol=1e-4, rtol=0)
    near = encode(torch.full((9,), 179.99), latitudes)
    assert (near - west).abs().max() < 0.01


@encodings
def test_places_apart_are_encoded_apart(encoding):
    places = tensor([-74.0, -74.0, -122.0, 2.0, 151.0]), tensor([40.7, 41.7, 37.8, 48.9, -33.9])
    codes = PLACE_ENCODINGS[encoding](*places)
    assert codes.isfinite().all()
    assert torch.cdist(codes, codes)[~torch.eye(5, dtype=bool)].min() > 0.01


def test_the_season_turns_without_a_jump():
    year = encode_season(torch.arange(366) / 366)
    steps = (year - year.roll(1, dims=0)).norm(dim=1)
    assert steps.max() - steps.min() < 1e-5
    torch.testing.assert_close(encode_season(tensor([0.0, 0.25])), tensor([[0.0, 1.0], [1.0, 0.0]]), atol=1e-6, rtol=0)
