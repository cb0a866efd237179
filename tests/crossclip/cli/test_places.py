"""A place by its name stands for its degrees, on every command that takes one."""

from argparse import Namespace
from datetime import date

import pytest

from crossclip.cli.checks import ArgumentError
from crossclip.cli.places import given_sighting, has_place
from crossclip.sighting import Sighting
from tests.crossclip.cli.cli_runs import one_line


def asked(**given) -> Namespace:
    return Namespace(**dict.fromkeys(("place", "latitude", "longitude", "date")) | given)


def test_a_name_stands_for_degrees(capsys):
    sighting = given_sighting(asked(place="Duluth, MN", date="2024-05-31"))
    assert (round(sighting.longitude), round(sighting.latitude), sighting.date) == (-92, 47, date(2024, 5, 31))
    assert capsys.readouterr() == ("", "")


def test_what_a_name_was_taken_for_is_said(capsys):
    given_sighting(asked(place="Duluth"))
    assert "Duluth, Minnesota, is taken, the largest" in capsys.readouterr().err


def test_degrees_are_read_as_before():
    assert given_sighting(asked(latitude="40.71", longitude="-74.01")) == Sighting(-74.01, 40.71)
    assert has_place(asked(latitude="0"))
    assert has_place(asked(place="Ely"))
    assert not has_place(asked(date="2024-01-01"))


def test_name_and_degrees_are_one_too_many():
    with pytest.raises(ArgumentError, match="give the name or the degrees, not both"):
        given_sighting(asked(place="Duluth", latitude="40.71", longitude="-74.01"))


def test_a_name_that_is_no_place_is_one_line(run):
    one_line(run("checklist", "--place", "Dulluth, MN"), 2, "perhaps Duluth, Minnesota is meant")
    one_line(run("describe", "red bird", "--place", ""), 2, "a place has 1 to 100 characters")


def test_a_checklist_of_a_place_by_name_is_that_of_its_degrees(run):
    named = run("checklist", "--place", "Duluth, MN", "--json")
    degrees = run("checklist", "--latitude", "46.7833", "--longitude", "-92.1066", "--json")
    assert named == degrees
    assert named[0] == 0
