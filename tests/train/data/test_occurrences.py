"""Sightings split by place, and lent to photos."""

import numpy as np
import pandas as pd
import pytest

from train.data.occurrences import one_degree_cells, pair_with_photos, split_by_cell
from train.tables.rows import COLUMNS, SIMULATED


@pytest.fixture(scope="module")
def occurrences():
    rng = np.random.default_rng(0)
    places = np.round(rng.uniform((-100, 30), (-90, 40), (2000, 2)) * 20) / 20
    species = np.where(np.arange(2000) % 2, "Blue Jay", "House Finch")
    table = pd.DataFrame({"species": species, "longitude": places[:, 0], "latitude": places[:, 1]})
    return table.assign(date="2024-05-01")


@pytest.fixture(scope="module")
def split(occurrences):
    return split_by_cell(occurrences)


def test_a_cell_is_a_degree_of_longitude_and_latitude():
    longitude, latitude = pd.Series([-74.0, -73.05, -73.0, -74.0]), pd.Series([40.0, 40.95, 40.0, 39.95])
    first, same, east, south = one_degree_cells(longitude, latitude)
    assert first == same
    assert len({first, east, south}) == 3


def test_whole_cells_go_to_one_split_in_the_shares_asked_for(split, occurrences):
    assert (split.groupby("cell").split.nunique() == 1).all()
    cells = split.drop_duplicates("cell").split.value_counts(normalize=True)
    assert cells["test"] == pytest.approx(0.15, abs=0.01)
    assert cells["validation"] == pytest.approx(0.10, abs=0.01)
    assert split.split.equals(split_by_cell(occurrences).split), "the same again"
    assert not split.split.equals(split_by_cell(occurrences, seed=1).split)


def test_photos_that_are_asked_about_are_lent_places_of_their_species_and_split(split):
    photos = pd.DataFrame(
        {
            "photo": ["a.jpg", "b.jpg", "c.jpg", "d.jpg"],
            "species": ["Blue Jay", "Blue Jay", "House Finch", "Dodo"],
            "split": ["train", "test", "validation", "test"],
        }
    )
    table = pair_with_photos(photos, split, places_per_photo=2)
    assert list(table.columns) == [*COLUMNS, SIMULATED]
    asked = table[table.photo != ""].set_index("photo")
    assert asked.index.value_counts().to_dict() == {"a.jpg": 1, "b.jpg": 2, "c.jpg": 2, "d.jpg": 2}
    assert asked.longitude[["a.jpg", "d.jpg"]].eq("").all(), "a training photo, and a bird that nobody met"
    assert asked[SIMULATED][["b.jpg", "c.jpg"]].eq("1").all()
    own = split[(split.species == "Blue Jay") & (split.split == "test")]
    places = set(zip(own.longitude, own.latitude, strict=True))
    assert set(zip(asked.longitude["b.jpg"], asked.latitude["b.jpg"], strict=True)) <= places
    assert (table.photo == "").sum() == len(split)
