"""Towns by name and by nearness."""

import pytest

from crossclip.gazetteer import nearest_town
from crossclip.gazetteer.regions import regions_named
from crossclip.gazetteer.towns import Towns, towns

LINES = [
    "Duluth\t-92.1066\t46.7833\tUS\tMN\t86110\tzenith city",
    "Duluth\t-84.1446\t34.0029\tUS\tGA\t29193\t",
    "Suva\t178.4415\t-18.1416\tFJ\t01\t77366\t",
]


@pytest.fixture
def few() -> Towns:
    return Towns("\n".join(LINES))


def test_the_largest_comes_first_and_a_region_chooses(few):
    assert [town.region for town in few.named("duluth")] == ["MN", "GA"]
    assert [town.label for town in few.named("DULUTH", regions_named("ga"))] == ["Duluth, Georgia"]
    assert few.named("Duluth", regions_named("Ohio")) == []
    assert few.named("Zenith City")[0].name == "Duluth"


def test_the_nearest_town_is_told_with_its_distance_and_direction(few):
    assert few.nearest(-92.1, 46.8).words == "near Duluth, Minnesota"
    north = few.nearest(-92.1066, 47.7833)
    assert (round(north.kilometres), north.bearing) == (111, "north")
    assert north.words == "111 km north of Duluth, Minnesota"


def test_the_date_line_is_no_border(few):
    east = few.nearest(-179.9, -18.1416)
    assert east.town.name == "Suva"
    assert (round(east.kilometres), east.bearing) == (175, "east")


def test_the_whole_table_knows_large_towns_and_small():
    assert len(towns().towns) > 50_000
    assert nearest_town(-92.1, 46.8).words == "near Duluth, Minnesota"
    assert nearest_town(-74.9, 38.94).words == "near Cape May, New Jersey"
    assert nearest_town(-87.6, 41.9).words == "near Chicago, Illinois", "not of a quarter"
    assert nearest_town(0, 90).kilometres > 1000
