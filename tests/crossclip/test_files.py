"""Files are whole or not there."""

import os
from pathlib import Path

import pytest

from crossclip.errors import CrossClipError
from crossclip.files import OutputError, whole_file
from crossclip.maps.land.extents import Extent

MIDWEST = Extent(-100, 35, -80, 48)


@pytest.mark.parametrize("folder", ["missing", "/proc"])
def test_unwritable_places_leave_nothing(atlas, tmp_path, folder):
    species_map = atlas.species_map("Blue Jay", extent=MIDWEST, resolution=1)
    with pytest.raises(CrossClipError, match="cannot be written"):
        species_map.to_csv(tmp_path / folder / "map.csv")
    assert list(tmp_path.iterdir()) == []


def test_what_a_file_must_not_replace_is_told_before_the_work(tmp_path):
    os.mkfifo(pipe := tmp_path / "pipe.csv")
    for path, words in (
        (tmp_path, "it is a folder"),
        (pipe, "no ordinary file"),
        (Path(os.devnull), "no ordinary file"),
        (tmp_path / f"{'x' * 300}.csv", "name too long"),
        (tmp_path / "none" / "map.csv", "there is no folder"),
    ):
        with pytest.raises(OutputError, match=words), whole_file(path):
            pytest.fail("worked in vain")
    assert list(tmp_path.iterdir()) == [pipe]


def test_failure_while_writing_leaves_the_old_file(tmp_path):
    (tmp_path / "map.csv").write_text("old")

    def write_half() -> None:
        with whole_file(tmp_path / "map.csv") as draft:
            draft.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert (tmp_path / "map.csv").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1
