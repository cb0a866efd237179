"""Maps of embeddings."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from crossclip.maps.land.extents import Extent
from crossclip.sighting import Sighting

MIDWEST = Extent(-100, 35, -80, 48)
JULY = date(2024, 7, 1)


def test_similarity_is_the_cosine_of_embeddings(atlas, predictor):
    place = Sighting(-88.5, 41.5)
    drawn = atlas.similarity_map(place, JULY, MIDWEST, 1)
    assert drawn.at(-88.5, 41.5) == pytest.approx(1, abs=1e-5), "a place is like itself"
    pair = predictor.embed_sightings([Sighting(-88.5, 41.5, JULY), Sighting(-99.5, 36.5, JULY)])
    assert drawn.at(-99.5, 36.5) == pytest.approx(float(pair[0] @ pair[1]), abs=1e-5)


def test_colours_of_places_are_written_as_numbers(atlas, tmp_path):
    drawn = atlas.embedding_map(JULY, MIDWEST, 1)
    drawn.to_csv(tmp_path / "places.csv")
    table = pd.read_csv(tmp_path / "places.csv")
    assert list(table.columns) == ["longitude", "latitude", "red", "green", "blue"]
    row = table.iloc[50]
    np.testing.assert_allclose(row[2:], drawn.colours[drawn.grid.cell(row.longitude, row.latitude)], rtol=1e-4)
