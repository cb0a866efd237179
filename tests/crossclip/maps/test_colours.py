"""Colours of embeddings: within range, the same for the same embedding, fitted to places spread evenly."""

import numpy as np
import pytest

from crossclip.maps.colours import EmbeddingColours, even_land_places
from crossclip.maps.land.basemap import is_land


@pytest.fixture(scope="module")
def embeddings() -> np.ndarray:
    return np.random.default_rng(0).laplace(size=(400, 8)).astype(np.float32)


def test_an_embedding_has_one_colour_whatever_stands_beside_it(embeddings):
    colours = EmbeddingColours(embeddings)
    together = colours(embeddings)
    assert together.shape == (400, 3)
    assert together.dtype == np.float32
    assert together.min() == 0
    assert together.max() == 1
    assert colours(embeddings[7:9]) == pytest.approx(together[7:9], abs=1e-6)
    assert colours(embeddings[:0]).shape == (0, 3)


def test_fitting_again_gives_the_same_colours(embeddings):
    assert (EmbeddingColours(embeddings)(embeddings) == EmbeddingColours(embeddings)(embeddings)).all()


def test_places_are_on_land_and_do_not_crowd_the_poles():
    longitudes, latitudes = even_land_places(4000)
    assert is_land(longitudes, latitudes).all()
    assert 0.25 < len(longitudes) / 4000 < 0.35, "the share of the earth that is land"
    assert (np.abs(latitudes) > 80).mean() < 0.1
