"""Colours for embeddings: alike where the model finds places alike (paper, Fig. 3a)."""

from __future__ import annotations

import warnings

import numpy as np
from torch import Tensor

from crossclip.maps.land.basemap import is_land
from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land_values import sighting_rows

PERCENTILES = (1, 99)
SAMPLE = 100_000  # points on the sphere, three in ten of them on land
FEWEST = 500  # with fewer places near records, colours are fitted to all land


class EmbeddingColours:
    """Three independent components of embeddings as red, green and blue.

    Fitted once per model: the same embedding has the same colour on every map, whatever its date
    and extent. A colour has no other meaning.

    Args:
        embeddings: (N, dim), a sample of all that is to be coloured.
    """

    def __init__(self, embeddings: np.ndarray) -> None:
        from sklearn.decomposition import FastICA
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        ica = FastICA(n_components=3, whiten="unit-variance", whiten_solver="eigh", max_iter=1000, random_state=0)
        self._components = make_pipeline(StandardScaler(), ica)
        with warnings.catch_warnings():
            # Unconverged components are still an orthogonal turn of the three strongest: fit for colours.
            warnings.simplefilter("ignore", ConvergenceWarning)
            components = self._components.fit_transform(embeddings.astype(np.float64))
        self._low, self._high = np.percentile(components, PERCENTILES, axis=0)

    def __call__(self, embeddings: np.ndarray) -> np.ndarray:
        """RGB in [0, 1], (N, 3) float32."""
        if not len(embeddings):
            return np.empty((0, 3), np.float32)
        components = self._components.transform(embeddings.astype(np.float64))
        share: np.ndarray = (components - self._low) / (self._high - self._low)
        return share.clip(0, 1).astype(np.float32)


def coloured_sightings(coverage: Coverage | None) -> Tensor:
    """Places and dates (N, 3) to fit colours to: land near records where there is enough of it, else all land."""
    places = np.stack(even_land_places(SAMPLE))
    if coverage is not None and (near := coverage.supports(*places)).sum() >= FEWEST:
        places = places[:, near]
    # Every fifth place without a date, the others in one of four seasons.
    seasons = np.resize([np.nan, 0.0, 0.25, 0.5, 0.75], places.shape[1])
    return sighting_rows(places[0], places[1], seasons)


def even_land_places(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes of those of `count` points spread evenly over the sphere (a Fibonacci
    lattice) that are on land: unlike a grid of degrees, it does not crowd the poles."""
    index = np.arange(count) + 0.5
    longitudes = (index * 180 * (3 - np.sqrt(5))) % 360 - 180
    latitudes = np.degrees(np.arcsin(1 - 2 * index / count))
    on_land = is_land(longitudes, latitudes)
    return longitudes[on_land], latitudes[on_land]
