"""Embeddings of nothing, of much, and of descriptions that cannot be read."""

import pytest
import torch

from crossclip.embedder import Embedder
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting, sighting_tensor


def test_nothing_is_embedded_as_no_rows(predictor):
    for embeddings in (predictor.embed_photos([]), predictor.embed_sightings([]), predictor.embed_texts([])):
        assert embeddings.shape == (0, predictor.config.embedding_dim)


def test_sightings_and_their_rows_are_embedded_alike_however_many_at_once(predictor, monkeypatch):
    sightings = [Sighting(-74.0, 40.0 + i) for i in range(5)]
    whole = predictor.embed_sightings(sightings)
    monkeypatch.setattr("crossclip.embedder.SIGHTING_BATCH", 2)
    torch.testing.assert_close(predictor.embed_sightings(sighting_tensor(sightings)), whole)


def test_a_device_that_is_not_here_is_one_sentence(predictor):
    for device in ("quantum", "meta"):
        with pytest.raises(CrossClipError, match=rf"\Adevice {device} cannot be used here: [^\n]*\Z"):
            Embedder(predictor.model, device)
