"""The demo's tables, from a data folder small enough to read."""

import numpy as np
import pandas as pd
import pytest

from train.data.occurrences import PLACES_PER_PHOTO
from train.demo import data as demo_data
from train.rows import RowsError

SPECIES = ("Blue Jay", "House Finch", "Rare Bird", "Unknown Finch")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "data/cub100").mkdir(parents=True)
    (folder / "weights").mkdir()
    rng = np.random.default_rng(0)
    pd.DataFrame(
        {
            "species": SPECIES,
            "scientific_name": ["Cyanocitta cristata", "", "Rara avis", "Fringilla sp"],
            "dated": [300, 300, 5, 300],
            "undated": [0, 20, 5, 0],
            "photos": [10, 0, 3, 0],
            "teacher_index": [1, 0, 2, ""],
        }
    ).to_csv(folder / "data/species.csv", index=False)
    pd.DataFrame({"index": [0, 1, 2], "scientific_name": ["Haemorhous mexicanus", "C c", "R a"]}).to_csv(
        folder / "weights/inat_birds_classes.csv", index=False
    )
    rows = [
        (name, "", round(lon, 2), round(lat, 2), "2024-05-01" if i % 2 else "", "checklists")
        for name in SPECIES
        for i, (lon, lat) in enumerate(rng.uniform((-100, 30), (-90, 40), (300, 2)))
    ]
    columns = ["species", "scientific_name", "longitude", "latitude", "date", "source"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "data/occurrences.csv.gz", index=False)
    photos = [(f"images/{i}.jpg", "Blue_Jay", "Blue Jay", "test" if i % 2 else "train") for i in range(40)]
    pd.DataFrame(photos, columns=["photo", "cub_class", "species", "split"]).to_csv(
        folder / "data/cub100/photos.csv", index=False
    )
    return folder


def test_species_need_a_class_and_enough_records_and_get_their_scientific_name(data):
    species = demo_data.read_species(data)
    assert list(species.species) == ["Blue Jay", "House Finch"]
    assert list(species.scientific_name) == ["Cyanocitta cristata", "Haemorhous mexicanus"]


def test_no_cell_is_in_two_splits(data):
    occurrences = demo_data.read_occurrences(data, demo_data.read_species(data))
    cells = occurrences.assign(west=np.floor(occurrences.longitude), south=np.floor(occurrences.latitude))
    assert (cells.groupby(["west", "south"]).split.nunique() == 1).all()
    shares = occurrences.groupby("split").cell.nunique() / occurrences.cell.nunique()
    assert shares["test"] == pytest.approx(0.15, abs=0.02)
    assert shares["validation"] == pytest.approx(0.10, abs=0.02)


def test_a_test_photo_gets_places_of_its_species_in_test_cells_only(data):
    species = demo_data.read_species(data)
    occurrences = demo_data.read_occurrences(data, species)
    table = demo_data.demo_table(demo_data.read_photos(data), occurrences, species)
    tested = table[(table.split == "test") & (table.photo != "")]
    assert tested.photo.nunique() == 20
    assert len(tested) == 20 * PLACES_PER_PHOTO
    own = occurrences[(occurrences.species == "Blue Jay") & (occurrences.split == "test")]
    places = pd.MultiIndex.from_frame(tested[["longitude", "latitude"]].astype(float))
    assert places.isin(pd.MultiIndex.from_frame(own[["longitude", "latitude"]])).all()
    trained = table[(table.split == "train") & (table.photo != "")]
    assert (trained.longitude == "").all(), "training photos draw their place anew each step"


def test_part_of_the_training_photos_becomes_validation_and_no_test_photo_does(data):
    photos = demo_data.read_photos(data)
    assert (photos.split == "test").sum() == 20
    assert 0 < (photos.split == "validation").sum() < 10


def test_a_folder_without_data_is_one_sentence(tmp_path):
    with pytest.raises(RowsError, match="is not the data folder"):
        demo_data.read_species(tmp_path)
