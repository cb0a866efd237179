"""Data sets of Hugging Face, here on the disk."""

import pytest
from PIL import Image

from crossclip.photos.reading import read_photo
from tests.train.data.original_files import convert
from train.data import hub
from train.data.common import DatasetError
from train.tables.stored import stored

datasets = pytest.importorskip("datasets")


@pytest.fixture
def parquet(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    features = datasets.Features(
        {
            "image": datasets.Image(),
            "label": datasets.ClassLabel(names=["Jay", "Wren"]),
            "date": datasets.Value("string"),
        }
    )
    (tmp_path / "birds").mkdir()
    for split, count in {"train": 6, "test": 2}.items():
        made = {
            "image": [Image.new("RGB", (60, 50), (40 * number, 0, 0)) for number in range(count)],
            "label": [number % 2 for number in range(count)],
            "date": ["2024-05-31"] * count,
        }
        part = datasets.Dataset.from_dict(made, features=features)
        part.to_parquet(tmp_path / "birds" / f"{split}-00000-of-00001.parquet")
    return tmp_path / "birds"


def test_photos_of_parquet_files_are_streamed_into_shards(parquet, tmp_path, monkeypatch):
    monkeypatch.setattr(hub, "SHARD_BYTES", 200)
    shards = tmp_path / "shards"
    table = convert("hub", "--root", parquet, "--shards", shards, "--validation", 0.4, "--output", tmp_path / "t.csv")
    assert table.split.value_counts().to_dict() == {"train": 4, "validation": 2, "test": 2}
    assert len(list(shards.glob("train-*.tar"))) > 1
    assert set(table.species) == {"Jay", "Wren"}
    assert set(table.date) == {"2024-05-31"}
    reds = sorted(read_photo(stored(photo)).getpixel((30, 25))[0] for photo in table.photo[table.split != "test"])
    assert reds == [0, 40, 80, 120, 160, 200]


def test_what_is_missing_is_named(parquet, tmp_path):
    shards = ["--shards", tmp_path / "shards", "--output", tmp_path / "table.csv"]
    with pytest.raises(DatasetError, match=r"has no column species: name those .* out of image, label, date"):
        convert("hub", "--root", parquet, "--species", "species", *shards)
    with pytest.raises(DatasetError, match="is no data set that can be read"):
        convert("hub", "--root", tmp_path / "nowhere", *shards)
