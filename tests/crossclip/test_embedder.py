"""Embeddings of nothing, of much, and of descriptions that cannot be read."""

import pytest
import torch

from crossclip.embedder import LONGEST, Embedder, checked_description
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
    with pytest.raises(CrossClipError, match=r"\Adevice quantum cannot be used here: [^\n]*\Z"):
        Embedder(predictor.model, "quantum")


def test_a_description_is_read_without_double_spaces():
    assert checked_description("  small\nyellow   bird ") == "small yellow bird"
    assert len(checked_description("a" * LONGEST)) == LONGEST


@pytest.mark.parametrize(
    ("text", "words"), [("", "blank"), (" \n\t", "blank"), ("a " * LONGEST, f"{LONGEST} are read")]
)
def test_a_description_that_cannot_be_read_says_what_would_be(text, words):
    with pytest.raises(CrossClipError, match=words):
        checked_description(text)
