"""Pixels and features that stand in their place."""

import torch

from train.seen import embed_seen, features_of


@torch.no_grad()
def test_pixels_and_the_features_made_of_them_are_embedded_alike(predictor):
    predictor.load_photo()
    model, pixels = predictor.model, torch.rand(2, 3, 64, 64)
    features = features_of(model, pixels)
    assert features.ndim == 2
    assert features_of(model, features) is features
    embedded = embed_seen(model, pixels)
    assert embedded.shape == (2, model.config.embedding_dim)
    torch.testing.assert_close(embedded, embed_seen(model, features))
    torch.testing.assert_close(embedded, model.encode_photo(pixels))
