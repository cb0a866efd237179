"""Encodings of place and season, and the encoders around them."""

import pytest
import torch
from torch import tensor

from crossclip.environment import COVARIATES
from crossclip.model.encoders import MetaEncoder, PhotoEncoder, Projection
from crossclip.model.encodings import PLACE_ENCODINGS
from crossclip.sighting import Sighting, sighting_tensor

NAN = float("nan")
encodings = pytest.mark.parametrize("encoding", PLACE_ENCODINGS)


def meta_encoder(encoding: str = "sphere") -> MetaEncoder:
    torch.manual_seed(0)
    return MetaEncoder(encoding, width=16, depth=2, dim=8, dropout=0.0).eval()


def test_unknown_place_and_date_use_their_learned_vectors():
    encoder = meta_encoder()
    rows = tensor([[NAN, NAN, NAN], [NAN, NAN, 0.3], [-74.0, 40.0, NAN], [-74.0, 40.0, 0.3], [NAN, 40.0, 0.3]])
    before = encoder(rows)
    torch.testing.assert_close(before[4], before[1])
    with torch.no_grad():
        encoder.unknown_place.add_(1)
    moved = (encoder(rows) - before).abs().amax(dim=1) > 1e-3
    assert moved.tolist() == [True, True, False, False, True]
    with torch.no_grad():
        encoder.unknown_place.sub_(1)
        encoder.unknown_date.add_(1)
    moved = (encoder(rows) - before).abs().amax(dim=1) > 1e-3
    assert moved.tolist() == [True, False, True, False, False]


@encodings
def test_what_is_unknown_leaves_gradients_finite(encoding):
    encoder = meta_encoder(encoding).train()
    rows = tensor([[NAN, NAN, NAN], [NAN, NAN, 0.3], [-74.0, 40.0, NAN], [180.0, 90.0, 0.999]], requires_grad=True)
    encoder(rows)[:, 0].sum().backward()
    gradients = [parameter.grad for parameter in encoder.parameters()]
    assert all(gradient is not None and gradient.isfinite().all() for gradient in [*gradients, rows.grad])
    assert encoder.unknown_place.grad.abs().sum() > 0
    assert encoder.unknown_date.grad.abs().sum() > 0


def test_embeddings_are_unit_vectors():
    sightings = sighting_tensor([Sighting(), Sighting(-74, 40), Sighting(180, 90), Sighting(0, -90)])
    for vectors in (meta_encoder()(sightings), Projection(7, 5)(torch.randn(6, 7) * 100)):
        torch.testing.assert_close(vectors.norm(dim=1), torch.ones(len(vectors)))


def test_an_unknown_encoding_is_refused():
    with pytest.raises(ValueError, match="'mercator' is unknown: use one of wrap, sphere"):
        MetaEncoder("mercator", 16, 1, 8, 0.0)


def test_spread_features_start_nearly_at_right_angles():
    torch.manual_seed(0)
    names = torch.randn(12, 32) * torch.linspace(3, 0.3, 32) + 5  # a large mean, and few strong directions
    projection = Projection(32, 64).eval()

    def nearest() -> float:
        vectors = projection(names)
        return (vectors @ vectors.T - 2 * torch.eye(12)).max().item()

    projection.centre(names)
    centred = nearest()
    projection.spread(names)
    assert nearest() < 0.15 < centred
    assert projection.inner(names).mean(dim=0).abs().max() < 1e-4


def test_spread_takes_more_features_than_dimensions():
    projection = Projection(16, 8)
    projection.spread(torch.randn(40, 16))
    assert projection.inner.weight.isfinite().all()


def test_a_turned_encoder_takes_pixels_by_180_degrees_and_gives_maps_as_the_picture_stands():
    torch.manual_seed(0)
    plain = PhotoEncoder("mobilenet_v3_small", dim=8, dropout=0.0).eval()
    turned = PhotoEncoder("mobilenet_v3_small", dim=8, dropout=0.0, turned=True).eval()
    turned.load_state_dict(plain.state_dict())
    pixels = torch.rand(2, 3, 64, 64)
    with torch.no_grad():
        torch.testing.assert_close(turned(pixels), plain(pixels.flip(-1, -2)))
        assert not torch.equal(turned.features(pixels), plain.features(pixels))
    assert torch.equal(turned.oriented(turned.oriented(pixels)), pixels)
    assert plain.oriented(pixels) is pixels


def test_place_covariates_add_what_the_ground_is_like():
    with_ground = MetaEncoder("sphere", 16, 1, 8, 0.0, "environment").eval()
    denver, lincoln, nowhere = torch.tensor([[-105.0, 39.7, 0.5], [-96.7, 40.8, 0.5], [torch.nan, torch.nan, 0.5]])
    with torch.no_grad():
        places = with_ground(torch.stack([denver, lincoln, nowhere]))
    assert places.isfinite().all()
    assert with_ground.network[0].in_features == 3 + 2 + 2 * len(COVARIATES)
    with pytest.raises(ValueError, match="use one of none, environment"):
        MetaEncoder("sphere", 16, 1, 8, 0.0, "weather")
