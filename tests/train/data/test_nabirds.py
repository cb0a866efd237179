"""NABirds."""

import pandas as pd
import pytest

from crossclip.errors import CrossClipError
from tests.train.data.original_files import LOCATED, NABIRDS_IMAGES, NAN, by_name, convert, edit_json, lines
from train.data.__main__ import main
from train.data.nabirds import category_names
from train.tables.rows import rows_of


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
