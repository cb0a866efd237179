"""Birdsnap."""

import json

import pytest

from tests.train.data.original_files import NAN, by_name, convert, photo
from train.data.__main__ import main
from train.data.common import DatasetError


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
