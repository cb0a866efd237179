"""Your own photos, in folders or a CSV."""

import pytest
from PIL import Image

from crossclip.errors import CrossClipError
from tests.train.data.original_files import by_name, convert, counts, photo
from train.data.__main__ import main
from train.data.common import DatasetError
from train.tables.rows import rows_of


def test_an_image_folder_is_split_by_class(tmp_path):
    for species in ("Blue_Jay", "House_Finch"):
        for i in range(20):
            photo(tmp_path / "photos" / species / f"{species}{i}.jpg")
    table = convert("folder", "--root", tmp_path / "photos", "--output", tmp_path / "table.csv")
    assert set(table.species) == {"Blue Jay", "House Finch"}
    assert counts(table) == [[14, 2, 4]] * 2
    assert rows_of(table, ["Blue Jay", "House Finch"], "train").has_sighting.tolist() == [False] * 28


def test_an_image_folder_with_splits_keeps_them_and_exif_is_read_on_demand(tmp_path):
    for split, count in {"train": 10, "val": 2, "test": 3}.items():
        for i in range(count):
            photo(tmp_path / "photos" / split / "Blue Jay" / f"{split}{i}.jpg")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "2023:06:01 07:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 30.0, 0.0), 3: "W", 4: (74.0, 0.0, 0.0)})
    taken = tmp_path / "photos/test/Blue Jay/test0.jpg"
    with Image.open(taken) as image:
        image.save(taken, exif=exif)
    table = convert("folder", "--root", tmp_path / "photos", "--exif", "--output", tmp_path / "table.csv")
    assert table.split.value_counts().to_dict() == {"train": 10, "test": 3, "validation": 2}
    row = by_name(table).loc["test0.jpg"]
    assert (row.longitude, row.latitude, row.date, row.simulated) == ("-74.0", "40.5", "2023-06-01", "")
    assert (table.longitude != "").sum() == 1


def test_a_csv_may_hold_either_kind_of_date_and_rows_without_photo(tmp_path):
    photo(tmp_path / "a.png")
    (tmp_path / "photos.csv").write_text(
        "photo,species,longitude,latitude,date,split\n"
        "a.png,Blue Jay,-80,40,0.0,train\n"
        "a.png,Blue Jay,nan,NaN,2024-02-29T10:00:00Z,train\n"
        ",Blue Jay,-81,41,None,test\n"
    )
    command = ["folder", "--root", tmp_path, "--photos-table", tmp_path / "photos.csv", "--validation", 0]
    table = convert(*command, "--output", tmp_path / "table.csv")
    assert table.date.tolist() == ["2015-01-01", "2024-02-29", ""]
    assert table.longitude.tolist() == ["-80.0", "", "-81.0"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,species\na.png,Blue Jay\n", "lacks the column.*photo"),
        ("photo,species\na.png,\n", "rows without species: 1, 2 first"),
        ("photo,species,split\na.png,Blue Jay,holdout\n", "split must be one of 'train', .* 1, 'holdout' first"),
        ("photo,species,longitude\na.png,Blue Jay,west\n", "longitude is not a number of degrees"),
        ("photo,species,longitude\na.png,Blue Jay,-80\n", "longitude is given without latitude"),
        ("photo,species,split\na.png,Blue Jay,test\n", "no photo is left to train on"),
        ("photo,species,simulated\na.png,Blue Jay,perhaps\n", "simulated must be one of .*: 1, 'perhaps'"),
    ],
)
def test_a_csv_that_cannot_be_used_is_one_sentence(tmp_path, text, message):
    photo(tmp_path / "a.png")
    (tmp_path / "photos.csv").write_text(text)
    command = ["folder", "--root", tmp_path, "--photos-table", tmp_path / "photos.csv", "--test", 0, "--validation", 0]
    with pytest.raises(CrossClipError, match=message):
        main([str(word) for word in [*command, "--output", tmp_path / "table.csv"]])
    assert not (tmp_path / "table.csv").exists()


def test_folders_of_another_layout_are_one_sentence(tmp_path):
    command = ["folder", "--root", str(tmp_path / "photos"), "--output", str(tmp_path / "table.csv")]
    with pytest.raises(DatasetError, match="there is no folder"):
        main(command)
    (tmp_path / "photos").mkdir()
    with pytest.raises(DatasetError, match="holds no photo"):
        main(command)
    photo(tmp_path / "photos/a.jpg")
    with pytest.raises(DatasetError, match=r"must hold <species>/<photo>, other photos are there: 1, 'a.jpg' first"):
        main(command)
