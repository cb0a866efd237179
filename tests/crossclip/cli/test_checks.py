"""Arguments that do not go together are refused before any work is done."""

from argparse import Namespace
from datetime import date

import pytest

from crossclip.cli.checks import ArgumentError, check_land, check_mode, drawing, given_extent, wrong_arguments
from crossclip.errors import CrossClipError
from crossclip.files import OutputError
from crossclip.maps.land.extents import Extent

NOTHING = {name: None for name in ("table", "output", "place", "latitude", "longitude", "date")} | {
    "photos": [],
    "json": False,
}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"output": "a.csv"}, "--output goes with --table"),
        ({}, "there is nothing to answer: give a photo"),
        ({"table": "a.csv"}, "--table needs --output"),
        ({"table": "a.csv", "output": "./a.csv"}, "--output is the table itself"),
        ({"table": "a.csv", "output": "b.csv", "photos": ["c.jpg"]}, "PHOTO does not go with --table"),
        ({"table": "a.csv", "output": "b.csv", "date": "2024-01-01"}, "--date does not go with --table"),
        ({"table": "a.csv", "output": "b.csv", "place": "Duluth"}, "--place does not go with --table"),
    ],
)
def test_a_mixture_is_refused(given, words):
    with pytest.raises(ArgumentError, match=words):
        check_mode(Namespace(**NOTHING | given), "a photo", None)


def test_one_or_the_other_is_fine():
    check_mode(Namespace(**NOTHING), "a photo", ["a.jpg"])
    check_mode(Namespace(**NOTHING | {"table": "a.csv", "output": "b.csv"}), "a photo", None)


def test_a_map_says_its_format_by_its_name(tmp_path):
    arguments = Namespace(output=tmp_path / "map.txt", formats=["png", "csv"], date=None)
    with pytest.raises(ArgumentError, match=r"end the name in one of \.png, \.csv"), drawing(arguments):
        pytest.fail("the block was entered")


def test_a_map_is_drawn_beside_its_file_and_put_there_whole(tmp_path):
    arguments = Namespace(output=tmp_path / "map.PNG", formats=["png"], date="2024-07-01")
    with drawing(arguments) as (draft, day):
        draft.write_text("map")
        assert not arguments.output.exists()
    assert day == date(2024, 7, 1)
    assert arguments.output.read_text() == "map"


def test_a_folder_that_is_not_there_is_told_before_the_work(tmp_path):
    arguments = Namespace(output=tmp_path / "none" / "map.png", formats=["png"], date=None)
    with pytest.raises(OutputError), drawing(arguments):
        pytest.fail("the block was entered")


def test_an_extent_is_the_whole_unless_it_is_given():
    assert given_extent(Namespace(extent=None)) is None
    assert given_extent(Namespace(extent=[-90, 30, -80, 40])) == Extent(-90, 30, -80, 40)


def test_a_map_needs_land_and_a_grid_that_can_be():
    check_land(Extent(-100, 35, -90, 40), 0.5)
    with pytest.raises(ArgumentError, match="has no land"):
        check_land(Extent(-40, 30, -39.9, 30.1), 0.05)
    with pytest.raises(ArgumentError, match="use 0"):
        check_land(Extent(-100, 35, -90, 40), 20)


def test_an_error_in_the_block_is_the_arguments():
    with pytest.raises(ArgumentError, match="unknown species"), wrong_arguments():
        raise CrossClipError("unknown species")
