"""A data folder small enough to read, and a model that was never trained on it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from crossclip.model import CrossClip
from tests.train.worlds import small_config
from train.demo.data import DemoData

SPECIES = ("Blue Jay", "House Finch", "Painted Bunting", "Rare Bird", "Unknown Finch")
ROUTES = 60


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory) -> DemoData:
    folder = tmp_path_factory.mktemp("data")
    for name in ("data/cub100", "data/check_photos", "weights"):
        (folder / name).mkdir(parents=True)
    rng = np.random.default_rng(0)
    pd.DataFrame(
        {
            "species": SPECIES,
            "scientific_name": ["Cyanocitta cristata", "", "Passerina ciris", "Rara avis", "Fringilla sp"],
            "dated": [300, 300, 4, 5, 300],
            "undated": [0, 20, 0, 5, 0],
            "photos": [10, 0, 0, 3, 0],
            "teacher_index": [1, 0, 3, 2, ""],
        }
    ).to_csv(folder / "data/species.csv", index=False)
    classes = ["Haemorhous mexicanus", "C c", "R a", "P c"]
    pd.DataFrame({"index": range(4), "scientific_name": classes}).to_csv(
        folder / "weights/inat_birds_classes.csv", index=False
    )
    places = rng.uniform((-104, 30), (-90, 40), (300, 2)).round(2)
    records = [
        (name, "", lon, lat, "2024-05-01" if i % 2 else "", "checklists")
        for name in SPECIES[:2] + SPECIES[4:]
        for i, (lon, lat) in enumerate(places)
    ]
    columns = ["species", "scientific_name", "longitude", "latitude", "date", "source"]
    pd.DataFrame(records, columns=columns).to_csv(folder / "data/occurrences.csv.gz", index=False)
    feeders = [("House Finch", lon, lat, "2021-01-15", 2) for lon, lat in places[:120]]
    pd.DataFrame(feeders, columns=["species", "longitude", "latitude", "date", "count"]).to_csv(
        folder / "data/feeders.csv.gz", index=False
    )
    runs = [(i, lon, lat, "2005-06-10") for i, (lon, lat) in enumerate(places[:ROUTES])]
    pd.DataFrame(runs, columns=["survey", "longitude", "latitude", "date"]).to_csv(
        folder / "data/surveys.csv.gz", index=False
    )
    # The jay lives in the east, the bunting in the south of the little country.
    counts = [(i, "Blue Jay", 3) for i, lon, _, _ in runs if lon > -97]
    counts += [(i, "Painted Bunting", 1) for i, _, lat, _ in runs if lat < 35]
    pd.DataFrame(counts, columns=["survey", "species", "count"]).to_csv(
        folder / "data/survey_counts.csv.gz", index=False
    )
    photos = [(f"images/{i}.jpg", "Blue_Jay", "Blue Jay", "test" if i % 2 else "train") for i in range(40)]
    pd.DataFrame(photos, columns=["photo", "cub_class", "species", "split"]).to_csv(
        folder / "data/cub100/photos.csv", index=False
    )
    check = [("a.jpg", "House Finch"), ("b.jpg", "Rare Bird")]
    pd.DataFrame(check, columns=["photo", "species"]).to_csv(folder / "data/check_photos/photos.csv", index=False)
    return DemoData(folder)


@pytest.fixture
def place_model(demo_data) -> CrossClip:
    """Three species, the head wide enough that photo and place have units of their own."""
    torch.manual_seed(0)
    config = small_config(
        demo_data.names,
        scientific_names=tuple(demo_data.species.scientific_name),
        embedding_dim=8,
        head_dropout=0.0,
        surveyed=tuple(demo_data.covered),
    )
    model = CrossClip(config).eval()
    with torch.no_grad():
        model.class_embeddings.copy_(torch.nn.functional.normalize(torch.randn(3, 8), dim=1))
    return model


@pytest.fixture(scope="session")
def no_data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("nothing")
