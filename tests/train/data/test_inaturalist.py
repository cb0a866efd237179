"""iNaturalist."""

import json

import pytest

from crossclip.errors import CrossClipError
from tests.train.data.original_files import NAN, by_name, convert, counts, edit_json, photo
from train.data.__main__ import main
from train.data.common import DatasetError

TAXA = [
    {"id": 0, "name": "Cyanocitta cristata", "supercategory": "Aves", "common_name": "Blue Jay"},
    {"id": 1, "name": "Oenanthe oenanthe", "supercategory": "Aves", "common_name": ""},
    {"id": 2, "name": "Oenanthe crocata", "supercategory": "Plantae", "common_name": None},
]


def inaturalist(root, year, first=0):
    """Ten images a category in train and two in val, of ids that begin at `first`."""
    folders = {2017: "train_val_images", 2018: "train_val2018", 2021: "{split}"}
    suffix = "" if year == 2021 else str(year)
    taxa = TAXA if year == 2021 else [{k: v for k, v in taxon.items() if k != "common_name"} for taxon in TAXA]
    number = first
    for split, count in {"train": 10, "val": 2}.items():
        images, annotations, locations = [], [], []
        for taxon in TAXA:
            for i in range(count):
                number += 1
                folder = folders[year].format(split=split)
                image = {"id": number, "file_name": f"{folder}/{taxon['id']}/{number}.jpg"}
                place = {"longitude": 10.0 + i, "latitude": 50.0} if i else {"longitude": NAN, "latitude": NAN}
                if year == 2021:
                    image |= place | {"date": "2019-05-11 14:23:00+00:00", "rights_holder": "someone"}
                locations.append(
                    {
                        "id": number,
                        "lon": None if not i else place["longitude"],
                        "lat": None if not i else 50.0,
                        "date": None if i else "2016-02-29 08:00:00",
                        "date_c": 0.5,
                        "user_id": 4,
                        "valid": True,
                    }
                )
                images.append(image)
                annotations.append({"id": number, "image_id": number, "category_id": taxon["id"]})
                photo(root / image["file_name"])
        content = {"images": images, "annotations": annotations, "categories": taxa, "info": {}, "licenses": []}
        (root / f"{split}{suffix}.json").write_text(json.dumps(content))
        if suffix:
            (root / f"{split}{suffix}_locations.json").write_text(json.dumps(locations))
    return ["inaturalist", "--root", str(root), "--year", str(year)]


@pytest.mark.parametrize("year", [2017, 2018, 2021])
def test_inaturalist(tmp_path, year):
    command = inaturalist(tmp_path, year)
    table = convert(*command, "--output", tmp_path / "table.csv", "--validation", 0.2)
    assert counts(table) == [[8, 2, 2]] * 3
    assert set(table.simulated) == {"0"}
    assert set(table.photographer) == {"someone" if year == 2021 else "4"}
    common = {"Blue Jay"} if year == 2021 else {"Cyanocitta cristata"}
    assert set(table.species) == common | {"Oenanthe oenanthe", "Oenanthe crocata"}
    rows = by_name(table)
    assert rows.loc["1.jpg"][["longitude", "latitude"]].tolist() == ["", ""]
    assert rows.loc["2.jpg"][["longitude", "latitude"]].tolist() == ["11.0", "50.0"]
    assert (rows.loc["1.jpg"].date, rows.loc["2.jpg"].date) == (
        ("2019-05-11", "2019-05-11") if year == 2021 else ("2016-02-29", "2015-07-02")
    )
    again = convert(*command, "--output", tmp_path / "again.csv", "--validation", 0.2)
    assert again.split.tolist() == table.split.tolist()
    other = convert(*command, "--output", tmp_path / "other.csv", "--validation", 0.2, "--seed", 1)
    assert other.split.tolist() != table.split.tolist()


def test_inaturalist_of_one_group_with_published_names(tmp_path):
    command = inaturalist(tmp_path, 2018)
    for split in ("train", "val"):
        edit_json(
            tmp_path / f"{split}2018.json",
            lambda c: c | {"categories": [taxon | {"name": str(taxon["id"])} for taxon in c["categories"]]},
        )
    with pytest.raises(DatasetError, match=r"category names are numbers: put the published names, categories.json"):
        convert(*command, "--output", tmp_path / "table.csv")
    (tmp_path / "categories.json").write_text(json.dumps(TAXA))
    (tmp_path / "inat2018_locations").mkdir()
    for split in ("train", "val"):
        name = f"{split}2018_locations.json"
        (tmp_path / name).rename(tmp_path / "inat2018_locations" / name)
    table = convert(*command, "--output", tmp_path / "table.csv", "--only", "Aves")
    assert set(table.species) == {"Blue Jay", "Oenanthe oenanthe"}
    with pytest.raises(DatasetError, match="no photo of 'Birds': use Aves, Plantae"):
        convert(*command, "--output", tmp_path / "table.csv", "--only", "Birds")


def locations_of_another_year(root):
    other = root / "other"
    inaturalist(other, 2018, first=1000)
    (other / "train2018_locations.json").replace(root / "train2018_locations.json")


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (locations_of_another_year, "is of other images than train2018.json, of another year.*60, 1 first"),
        (lambda root: (root / "val2018_locations.json").unlink(), "there is no val2018_locations.json"),
        (lambda root: (root / "val2018_locations.json").write_text("[{}]"), "has records without id, lat, lon"),
        (lambda root: (root / "val2018.json").write_text('{"images": []}'), "has no 'annotations', 'categories'"),
        (lambda root: (root / "train_val2018").rename(root / "photos"), "extract them there: 1, 'train_val2018'"),
        (
            lambda root: edit_json(root / "train2018.json", lambda c: c | {"categories": c["categories"][:2]}),
            "labels outside its 2 categories: 1, 2 first",
        ),
        (
            lambda root: edit_json(root / "train2018.json", lambda c: c | {"annotations": c["annotations"][1:]}),
            "images without annotation: 1, 1 first",
        ),
        (
            lambda root: edit_json(root / "val2018.json", lambda c: c["categories"][0].update(name="Corvus corax")),
            "different categories",
        ),
        (
            lambda root: edit_json(root / "train2018_locations.json", lambda c: c[1].update(date="11 May 2019")),
            "date '11 May 2019' is neither a day",
        ),
    ],
)
def test_files_that_cannot_be_inaturalist_are_one_sentence(tmp_path, harm, message):
    command = inaturalist(tmp_path, 2018)
    harm(tmp_path)
    with pytest.raises(CrossClipError, match=message):
        main([*command, "--output", str(tmp_path / "table.csv")])
    assert not (tmp_path / "table.csv").exists()


def test_annotations_of_2021_under_the_name_of_another_year_and_the_reverse(tmp_path):
    command = inaturalist(tmp_path, 2018)
    for split in ("train", "val"):
        (tmp_path / f"{split}2018.json").rename(tmp_path / f"{split}.json")
    with pytest.raises(DatasetError, match="gives no place and date of the images: is it of another year"):
        main([*command[:-1], "2021", "--output", str(tmp_path / "table.csv")])
    with pytest.raises(DatasetError, match="no small training set of 2018"):
        main([*command, "--mini", "--output", str(tmp_path / "table.csv")])
