"""Photos that are not there."""

import pytest

from tests.train.data.original_files import by_name, convert, photo
from train.data.__main__ import main
from train.data.common import DatasetError


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
