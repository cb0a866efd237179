"""Each adapter on a few files in the original format of its data set, and on what goes wrong with such files."""

import json

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from crossclip.errors import CrossClipError
from train.data.__main__ import main
from train.data.common import DatasetError, iso_date, unique_names
from train.data.nabirds import category_names
from train.data.occurrences import one_degree_cells
from train.rows import TableError, read_table, rows_of

NAN = float("nan")


def photo(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(len(str(path))).integers(0, 255, (32, 40, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path, quality=90)


def lines(path, *pairs):
    path.write_text("".join(f"{key} {value}\n" for key, value in pairs))


def convert(*arguments):
    """Run the command and read its table as training does, indexed by the photo's name."""
    main([str(argument) for argument in arguments])
    return read_table(arguments[arguments.index("--output") + 1])


def counts(table):
    """Photos of each species in train, validation and test, in the order of the species."""
    photos = table[table.photo != ""].groupby(["species", "split"]).photo.nunique().unstack()
    return photos[["train", "validation", "test"]].to_numpy().tolist()


def by_name(table):
    named = table[table.photo != ""]
    return named.set_index(named.photo.str.rsplit("/", n=1).str[-1])


# NABirds ---------------------------------------------------------------------------------------------------------

LOCATED = "nabirds_with_loc_2019.json"
NABIRDS_CLASSES = {
    "0": "Birds",
    "5": "Cardinals and Allies",
    "700": "Northern Cardinal",
    "817": "Northern Cardinal (Adult Male)",
    "818": "Northern Cardinal (Female/Juvenile)",
    "900": "Blue Jay",
}
NABIRDS_IMAGES = {  # class, JSON class, official split, JSON split, ebird_meta
    "0000139e-21dc": ("817", 0, 1, "train", {"lon": -82.5, "lat": 40.0, "date": 0.0, "user_id": 7}),
    "0001afd4-99a1": ("817", 0, 1, "val", {"lon": -83.0, "lat": 39.5, "date": 1.0, "user_id": 7}),
    "000332b8-9972": ("818", 1, 1, "train", {"lon": NAN, "lat": NAN, "date": NAN, "user_id": None}),
    "000343bd-5215": ("900", 2, 0, "test", {"lon": -84.25, "lat": 41.0, "date": 0.5, "user_id": 9}),
}


@pytest.fixture
def nabirds(tmp_path):
    root = tmp_path / "nabirds"
    root.mkdir()
    paths = {id_: f"0{row[0]}/{id_.replace('-', '')}.jpg" for id_, row in NABIRDS_IMAGES.items()}
    for path in paths.values():
        photo(root / "images" / path)
    lines(root / "images.txt", *paths.items())
    lines(root / "image_class_labels.txt", *((id_, row[0]) for id_, row in NABIRDS_IMAGES.items()))
    lines(root / "train_test_split.txt", *((id_, row[2]) for id_, row in NABIRDS_IMAGES.items()))
    lines(root / "classes.txt", *NABIRDS_CLASSES.items())
    lines(root / "hierarchy.txt", ("5", "0"), ("700", "5"), ("817", "700"), ("818", "700"), ("900", "0"))
    content = {"train": [], "val": [], "test": [], "classes": [NABIRDS_CLASSES[id_] for id_ in ("817", "818", "900")]}
    for id_, (_, label, _, split, meta) in NABIRDS_IMAGES.items():
        content[split].append({"class_id": label, "im_path": paths[id_], "valid_image": True, "ebird_meta": meta})
    (root / LOCATED).write_text(json.dumps(content))
    return root


def edit_json(path, change):
    content = json.loads(path.read_text())
    path.write_text(json.dumps(change(content) or content))


def test_nabirds(nabirds, capsys):
    table = convert("nabirds", "--root", nabirds, "--output", nabirds / "table.csv")
    rows = by_name(table)
    first = rows.loc["0000139e21dc.jpg"]
    assert (first.species, first.split, first.simulated) == ("Northern Cardinal (Adult Male)", "train", "1")
    assert (first.longitude, first.latitude, first.date) == ("-82.5", "40.0", "2015-01-01")
    assert rows.photographer.tolist() == ["7", "7", "", "9"]
    assert first.lineage == "Birds > Cardinals and Allies > Northern Cardinal"
    assert rows.loc["0001afd499a1.jpg"][["split", "date"]].tolist() == ["validation", "2015-12-31"]
    unknown = rows.loc["000332b89972.jpg"]
    assert unknown[["longitude", "latitude", "date", "simulated"]].tolist() == ["", "", "", "0"]
    assert rows.loc["000343bd5215.jpg"].split == "test"
    assert "train: 2 rows, 2 photos; 1 rows without place, 1 without date, 1 with simulated" in capsys.readouterr().out
    train = rows_of(table, sorted(set(table.species)), "train")
    assert train.simulated.tolist() == [True, False]
    assert train[[1]].simulated.tolist() == [False]
    assert pd.read_csv(nabirds / "table.csv").photo[0] == "images/0817/0000139e21dc.jpg", "moves with its folder"


def test_nabirds_at_species_level_leaves_out_sex_and_age(nabirds, tmp_path):
    table = convert("nabirds", "--root", nabirds, "--output", tmp_path / "table.csv", "--level", "species")
    assert set(table.species) == {"Northern Cardinal", "Blue Jay"}


def test_a_category_name_that_comes_twice_is_told_apart_and_keeps_its_species():
    names = category_names(pd.Series({"1": "Junco (Male)", "2": "Junco (Male)", "3": "Wren", "4": "Wren", "5": "Jay"}))
    assert names.tolist() == [
        "Junco (Male, class 1)",
        "Junco (Male, class 2)",
        "Wren (class 3)",
        "Wren (class 4)",
        "Jay",
    ]


def rename_photos(content):
    for name in ("train", "val", "test"):
        for entry in content[name]:
            entry["im_path"] = "1" + entry["im_path"]


def swap_tests(content):
    content["train"], content["test"] = content["test"], content["train"]


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda root: (root / "images.txt").unlink(), "there is no images.txt in"),
        (lambda root: (root / "hierarchy.txt").unlink(), "there is no hierarchy.txt in"),
        (lambda root: (root / "images").rename(root / "pictures"), "lists 4 photos and .* has no folder images"),
        (
            lambda root: lines(root / "image_class_labels.txt", *[(i, 1011) for i in NABIRDS_IMAGES]),
            "labels that its classes.txt lacks: 1, '1011' first",
        ),
        (lambda root: lines(root / "train_test_split.txt", ("0000139e-21dc", 1)), "lacks images of images.txt: 3"),
        (lambda root: (root / "classes.txt").write_text("0 Birds\n5"), "line 2 is not '<id> <value>'"),
        (lambda root: (root / LOCATED).write_text('{"train": [{"im'), "no whole JSON file"),
        (lambda root: edit_json(root / LOCATED, lambda c: {"images": []}), "has no 'train', 'val'"),
        (lambda root: edit_json(root / LOCATED, rename_photos), "name different photos: 8"),
        (lambda root: edit_json(root / LOCATED, swap_tests), "test different photos"),
        (
            lambda root: edit_json(root / LOCATED, lambda c: c | {"classes": c["classes"][:2]}),
            "labels outside its 2 classes: 1, 2 first",
        ),
        (
            lambda root: edit_json(root / LOCATED, lambda c: c | {"classes": c["classes"][::-1]}),
            "name photos differently",
        ),
        (
            lambda root: edit_json(root / LOCATED, lambda c: c["val"][0]["ebird_meta"].update(lat=NAN)),
            "row 3 of the table: longitude is given without latitude",
        ),
        (
            lambda root: edit_json(root / LOCATED, lambda c: c["val"][0]["ebird_meta"].update(lat=95)),
            r"latitude 95 is outside .*0001afd499a1.jpg",
        ),
        (
            lambda root: edit_json(root / LOCATED, lambda c: c["val"][0]["ebird_meta"].update(date=-0.2)),
            "date '-0.2' is neither a day",
        ),
    ],
)
def test_files_that_cannot_be_nabirds_are_one_sentence_and_nothing_is_written(nabirds, tmp_path, harm, message):
    harm(nabirds)
    (tmp_path / "out").mkdir()
    with pytest.raises(CrossClipError, match=message) as raised:
        main(["nabirds", "--root", str(nabirds), "--output", str(tmp_path / "out/table.csv")])
    assert "\n" not in str(raised.value)
    assert not list((tmp_path / "out").iterdir())


# Photos that are not there ---------------------------------------------------------------------------------------


@pytest.fixture
def damaged(nabirds):
    """Two of the four photos cannot be used: one is gone, one is cut short."""
    (nabirds / "images/0818/000332b89972.jpg").unlink()
    short = nabirds / "images/0817/0001afd499a1.jpg"
    short.write_bytes(short.read_bytes()[:-300])
    return nabirds


def test_bad_photos_are_listed_and_stop_the_command(damaged, tmp_path, capsys):
    output = tmp_path / "table.csv"
    with pytest.raises(DatasetError, match=r"2 photos missing or unreadable.*--skip-missing"):
        main(["nabirds", "--root", str(damaged), "--output", str(output)])
    listed = capsys.readouterr().err
    assert "000332b89972.jpg" in listed
    assert "0001afd499a1.jpg cannot be read" in listed
    assert "000343bd5215.jpg" not in listed
    assert not output.exists()


def test_bad_photos_may_be_skipped_and_are_then_listed_beside_the_table(damaged, tmp_path):
    output, skipped = tmp_path / "table.csv", tmp_path / "table.csv.skipped.txt"
    table = convert("nabirds", "--root", damaged, "--output", output, "--skip-missing")
    assert set(by_name(table).index) == {"0000139e21dc.jpg", "000343bd5215.jpg"}
    paths = [line.split("\t")[0] for line in skipped.read_text().splitlines()]
    assert [path.rsplit("/", 1)[-1] for path in paths] == ["0001afd499a1.jpg", "000332b89972.jpg"]
    for path in paths:
        photo(type(output)(path))
    convert("nabirds", "--root", damaged, "--output", output, "--skip-missing")
    assert not skipped.exists(), "a list that no longer holds does not stay"


def test_without_any_photo_there_is_nothing_to_skip(nabirds, tmp_path):
    for path in (nabirds / "images").rglob("*.jpg"):
        path.unlink()
    with pytest.raises(DatasetError, match="none of the 4 photos can be read, is the archive extracted"):
        main(["nabirds", "--root", str(nabirds), "--output", str(tmp_path / "table.csv"), "--skip-missing"])
    assert not (tmp_path / "table.csv").exists()


# Birdsnap --------------------------------------------------------------------------------------------------------


@pytest.fixture
def birdsnap(tmp_path):
    root = tmp_path / "birdsnap"
    root.mkdir()
    ebird = {"lon": -90.0, "lat": 38.0, "date": 0.25, "user_id": 3}
    own = {"lon": -75.5, "lat": 43.0, "date": 0.5, "user_id": 1}
    nothing = {"lon": NAN, "lat": NAN, "date": NAN, "user_id": 2}
    content = {"train": [], "val": [], "test": [], "classes": ["Cyanocitta cristata", "Sturnus vulgaris"], "info": ""}
    rows = [("train", 0, own), ("train", 1, nothing), ("val", 0, own), ("test", 1, own), ("test", 0, own)]
    for number, (split, label, meta) in enumerate(rows):
        content[split].append(
            {
                "class_id": label,
                "im_path": f"{number}.jpg",
                "orig_path": f"Bird_{label}/{number}00.jpg",
                "orig_meta": meta,
                "ebird_meta": ebird,
                "valid_image": number != 4,
            }
        )
        if number != 4:
            photo(root / "images_sm" / f"{number}.jpg")
            photo(root / "images" / f"Bird_{label}" / f"{number}00.jpg")
    (root / "birdsnap_with_loc_2019.json").write_text(json.dumps(content))
    (root / "species.txt").write_text(
        "id\tcommon\tscientific\tdir\n1\tBlue Jay\tCyanocitta cristata\tBlue_Jay\n"
        "2\tEuropean Starling\tSturnus vulgaris\tEuropean_Starling\n"
    )
    return root


def test_birdsnap_with_simulated_places(birdsnap, tmp_path, capsys):
    rows = by_name(convert("birdsnap", "--root", birdsnap, "--output", tmp_path / "table.csv"))
    assert list(rows.index) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert rows.split.tolist() == ["train", "train", "validation", "test"]
    assert rows.species.tolist() == ["Blue Jay", "European Starling", "Blue Jay", "European Starling"]
    assert set(rows.simulated) == {"1"}
    assert set(rows.date) == {"2015-04-02"}
    assert "1 photos left out, which birdsnap_with_loc_2019.json marks" in capsys.readouterr().out


def test_birdsnap_with_the_photos_own_places_in_the_layout_of_its_script(birdsnap, tmp_path):
    (birdsnap / "images_sm").rename(tmp_path / "elsewhere")
    (birdsnap / "species.txt").unlink()
    rows = by_name(convert("birdsnap", "--root", birdsnap, "--output", tmp_path / "t.csv", "--places", "original"))
    assert list(rows.index) == ["000.jpg", "100.jpg", "200.jpg", "300.jpg"]
    assert set(rows.species) == {"Cyanocitta cristata", "Sturnus vulgaris"}
    assert set(rows.simulated) == {"0"}
    assert rows.longitude.tolist() == ["-75.5", "", "-75.5", "-75.5"]


def test_birdsnap_that_is_half_there_is_one_sentence(birdsnap, tmp_path):
    command = ["birdsnap", "--root", str(birdsnap), "--output", str(tmp_path / "table.csv")]
    (birdsnap / "species.txt").write_text("id\tcommon\tscientific\tdir\n1\tBlue Jay\tCyanocitta cristata\tBlue_Jay\n")
    with pytest.raises(DatasetError, match=r"species.txt lacks species .*'Sturnus vulgaris' first"):
        main(command)
    for name in ("images", "images_sm"):
        (birdsnap / name).rename(tmp_path / name)
    with pytest.raises(DatasetError, match=r"lists 5 photos and .* has neither images_sm nor images"):
        main(command)
    assert not (tmp_path / "table.csv").exists()


# iNaturalist -----------------------------------------------------------------------------------------------------

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


# CUB -------------------------------------------------------------------------------------------------------------

CUB_CLASSES = {"1": "009.Brewer_Blackbird", "2": "073.Blue_Jay", "3": "110.Geococcyx"}


@pytest.fixture
def cub(tmp_path):
    root = tmp_path / "CUB_200_2011"
    images = [(str(20 * (int(id_) - 1) + i), id_, i) for id_ in CUB_CLASSES for i in range(20)]
    paths = {number: f"{CUB_CLASSES[id_]}/{CUB_CLASSES[id_][4:]}_{i:04}_{number}.jpg" for number, id_, i in images}
    for path in paths.values():
        photo(root / "images" / path)
    lines(root / "images.txt", *paths.items())
    lines(root / "image_class_labels.txt", *((number, id_) for number, id_, _ in images))
    lines(root / "train_test_split.txt", *((number, i % 2) for number, _, i in images))
    lines(root / "classes.txt", *CUB_CLASSES.items())
    return root


@pytest.fixture
def occurrences(tmp_path):
    rng = np.random.default_rng(0)
    records = {"Brewer's Blackbird": 400, "Blue Jay": 400, "Greater Roadrunner": 30, "Northern Cardinal": 50}
    rows = [
        (species, "", round(longitude, 2), round(latitude, 2), "2024-05-01" if i % 2 else "")
        for species, count in records.items()
        for i, (longitude, latitude) in enumerate(rng.uniform((-100, 30), (-90, 40), (count, 2)))
    ]
    path = tmp_path / "occurrences.csv.gz"
    columns = ["species", "scientific_name", "longitude", "latitude", "date"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    return path


def test_cub_in_its_original_layout_paired_with_occurrences(cub, occurrences, tmp_path, capsys):
    table = convert("cub", "--root", cub, "--occurrences", occurrences, "--output", tmp_path / "table.csv")
    assert set(table.species) == {"Brewer's Blackbird", "Blue Jay", "Geococcyx"}
    assert "1 species have photos and no occurrence: Geococcyx" in capsys.readouterr().out
    photos = table[table.photo != ""]
    assert counts(table) == [[9, 1, 10]] * 3
    assert (photos[photos.split == "train"].longitude == "").all(), "drawn anew at each step"
    tested = photos[(photos.split != "train") & (photos.species != "Geococcyx")]
    assert len(tested) == 3 * tested.photo.nunique()
    assert set(tested.simulated) == {"1"}
    assert set(table.simulated[table.photo == ""]) == {""}
    keys = ["species", "split", "longitude", "latitude"]
    assert set(tested[keys].itertuples(index=False)) <= set(table.loc[table.photo == "", keys].itertuples(index=False))
    placed = table[table.longitude != ""]
    cells = one_degree_cells(placed.longitude.astype(float), placed.latitude.astype(float))
    assert (placed.split.groupby(cells).nunique() == 1).all(), "no cell in two splits"


def test_cub_to_choose_settings_by_leaves_out_the_test_photos_and_their_places(cub, occurrences, tmp_path):
    command = ["cub", "--root", cub, "--occurrences", occurrences, "--output", tmp_path / "table.csv"]
    whole, folds = convert(*command), [convert(*command, "--develop", 0.3, "--fold", fold) for fold in (0, 1)]
    tested = whole[whole.split == "test"]
    for table in folds:
        assert counts(table) == [[6, 1, 3]] * 3
        assert not set(table.photo[table.photo != ""]) & set(tested.photo)
        cells, test_cells = (
            set(one_degree_cells(placed.longitude.astype(float), placed.latitude.astype(float)))
            for placed in (table[table.longitude != ""], tested[tested.longitude != ""])
        )
        assert not cells & test_cells
    first, second = (set(table.photo[table.split == "test"]) for table in folds)
    assert first != second


def test_cub_with_names_of_its_own_and_only_species_with_enough_occurrences(cub, occurrences, tmp_path, capsys):
    names = tmp_path / "names.csv"
    names.write_text("cub_class,species\nGeococcyx,Greater Roadrunner\n")
    command = ["cub", "--root", cub, "--occurrences", occurrences, "--names", names, "--output", tmp_path / "table.csv"]
    assert "Greater Roadrunner" in set(convert(*command, "--min-occurrences", 30).species)
    assert set(convert(*command, "--min-occurrences", 31).species) == {"Brewer's Blackbird", "Blue Jay"}
    assert "1 photographed species left out: Greater Roadrunner" in capsys.readouterr().out
    with pytest.raises(DatasetError, match="no photographed species has 500 occurrences"):
        convert(*command, "--min-occurrences", 500)


def test_cub_from_a_table_of_photos_and_only_species_that_a_model_knows(cub, occurrences, tmp_path, tiny_folder):
    photos = tmp_path / "photos.csv"
    rows = [
        (f"images/{path.parent.name}/{path.name}", "", species, "test" if i % 2 else "train")
        for folder, species in (
            ("009.Brewer_Blackbird", "Brewer's Blackbird"),
            ("073.Blue_Jay", "Blue Jay"),
            ("110.Geococcyx", ""),
        )
        for i, path in enumerate(sorted((cub / "images" / folder).iterdir()))
    ]
    pd.DataFrame(rows, columns=["photo", "cub_class", "species", "split"]).to_csv(photos, index=False)
    command = ["cub", "--root", cub, "--photos-table", photos, "--occurrences", occurrences]
    output = tmp_path / "table.csv"
    assert set(convert(*command, "--output", output).species) == {"Brewer's Blackbird", "Blue Jay"}
    table = convert(*command, "--known-to", tiny_folder, "--places", 1, "--validation", 0.5, "--output", output)
    assert set(table.species) == {"Blue Jay"}
    assert table[table.photo != ""].split.value_counts().to_dict() == {"test": 10, "train": 5, "validation": 5}


# Your own photos -------------------------------------------------------------------------------------------------


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


# Dates, names and the table's own column --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (0, "2015-01-01"),
        (1.0, "2015-12-31"),
        (0.46978, "2015-06-21"),
        ("0.99725", "2015-12-30"),
        ("2016-02-29", "2016-02-29"),
        ("2019-05-11 14:23:00+00:00", "2019-05-11"),
        ("2019-05-11T23:59", "2019-05-11"),
        (None, ""),
        (NAN, ""),
        ("", ""),
        ("None", ""),
    ],
)
def test_dates_are_days_or_fractions_of_the_year(value, day):
    assert iso_date(value) == day


@pytest.mark.parametrize("value", ["2019-02-30", "11/05/2019", "20190511", 1.5, -1, "spring", "2019-05-11x"])
def test_other_dates_are_refused(value):
    with pytest.raises(DatasetError, match="neither a day"):
        iso_date(value)


def test_only_names_that_come_twice_are_replaced():
    names = unique_names(pd.Series(["Robin", "Robin", "Wren"]), pd.Series(["A", "B", "C"]))
    assert names.tolist() == ["A", "B", "Wren"]


def test_a_table_says_simulated_by_0_or_1(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("photo,species,longitude,latitude,date,split,simulated\n,Jay,1,2,,train,yes\n")
    with pytest.raises(TableError, match="'yes' in the column simulated: use 1, 0"):
        read_table(path)
    path.write_text("photo,species,longitude,latitude,date,split\n,Jay,1,2,,train\n")
    assert rows_of(read_table(path), ["Jay"], "train").simulated.tolist() == [False], "no such column: nothing is"
