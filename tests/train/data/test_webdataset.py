"""Shards as WebDataset writes them."""

import io
import json
import tarfile

import pytest
from PIL import Image

from crossclip.model import CrossClipConfig
from crossclip.photos.reading import read_photo
from tests.train.data.original_files import convert
from train.batches.crops import Crops
from train.data.common import DatasetError
from train.tables.rows import rows_of
from train.tables.stored import stored


def jpeg(colour):
    file = io.BytesIO()
    Image.new("RGB", (60, 50), colour).save(file, "JPEG")
    return file.getvalue()


def shard(path, **files):
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name.replace("__", "."))
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


@pytest.fixture
def shards(tmp_path):
    for number, split in enumerate(("train", "train", "val", "test")):
        known = {"label": "Blue Jay", "longitude": -74.5, "latitude": 40, "date": "2024-05-31"}
        shard(
            tmp_path / "shards" / f"{split}-{number}.tar",
            a__jpg=jpeg((60 * number, 0, 0)),
            a__json=json.dumps(known).encode(),
            b__jpg=jpeg((0, 0, 60 * number)),
            b__txt=b"Wren",
        )
    return tmp_path / "shards"


def test_photos_are_read_where_they_lie_with_what_is_known(shards, tmp_path):
    table = convert("webdataset", "--root", shards, "--species", "label", "--output", tmp_path / "table.csv")
    assert table.split.value_counts().to_dict() == {"train": 4, "validation": 2, "test": 2}
    rows = rows_of(table, ["Blue Jay", "Wren"], "train")
    assert rows.labels.tolist() == [0, 1, 0, 1]
    assert rows.sightings[0, :2].tolist() == [-74.5, 40]
    assert rows.sightings[1].isnan().all()
    picture = read_photo(stored(str(rows.photos[2])))
    assert picture.size == (60, 50)
    assert abs(picture.getpixel((30, 25))[0] - 60) < 3
    config = CrossClipConfig(species=("a",), scientific_names=("",), photo_size=32)
    assert Crops(rows, config)[3, 0][1].shape == (3, 32, 32)


def test_the_library_of_that_name_writes_such_shards(tmp_path):
    webdataset = pytest.importorskip("webdataset")
    (tmp_path / "shards").mkdir()
    with webdataset.TarWriter(str(tmp_path / "shards" / "birds-0.tar")) as writer:
        for number in range(10):
            picture = Image.new("RGB", (50, 50), (20 * number, 0, 0))
            writer.write({"__key__": f"{number:03}", "jpg": picture, "json": {"species": "Wren"}})
    table = convert("webdataset", "--root", tmp_path / "shards", "--output", tmp_path / "table.csv")
    assert table.split.value_counts().to_dict() == {"train": 7, "test": 2, "validation": 1}


def test_what_is_missing_is_named(tmp_path):
    (tmp_path / "shards").mkdir()
    with pytest.raises(DatasetError, match="holds no tar file"):
        convert("webdataset", "--root", tmp_path / "shards", "--output", tmp_path / "table.csv")
    shard(tmp_path / "shards" / "a.tar", a__jpg=jpeg("red"))
    with pytest.raises(DatasetError, match=r"a.tar does not say the species of a"):
        convert("webdataset", "--root", tmp_path / "shards", "--output", tmp_path / "table.csv")
    (tmp_path / "shards" / "a.tar").write_bytes(b"no tar")
    with pytest.raises(DatasetError, match=r"a.tar is not a whole shard"):
        convert("webdataset", "--root", tmp_path / "shards", "--output", tmp_path / "table.csv")
