"""CUB, paired with occurrences."""

import numpy as np
import pandas as pd
import pytest

from tests.train.data.original_files import convert, counts, lines, photo
from train.data.common import DatasetError
from train.data.occurrences import one_degree_cells

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
