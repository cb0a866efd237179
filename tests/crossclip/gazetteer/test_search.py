"""What a person writes for a place, and what is said where it is none."""

import pytest

from crossclip.errors import CrossClipError
from crossclip.gazetteer import PlaceError, find_place
from crossclip.sighting import Sighting, SightingError


@pytest.mark.parametrize(
    "text", ["Duluth", "Duluth, MN", "duluth mn", "Duluth, Minnesota", "DULUTH, Minnesota, USA", " duluth   minnesota "]
)
def test_a_town_is_found_however_it_is_written(text):
    found = find_place(text)
    assert found.label == "Duluth, Minnesota"
    assert (round(found.place.longitude, 1), round(found.place.latitude, 1)) == (-92.1, 46.8)


@pytest.mark.parametrize("text", ["46.8, -92.1", "46.8 -92.1", "46.8;-92.1", "+46.8,-92.1"])
def test_coordinates_are_a_place(text):
    found = find_place(text)
    assert (found.place, found.label, found.remark) == (Sighting(-92.1, 46.8), "", "")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Cape May", "Cape May, New Jersey"),
        ("St. Paul, MN", "Saint Paul, Minnesota"),
        ("montreal", "Montréal, Quebec"),
        ("Vancouver, CA", "Vancouver, British Columbia"),
        ("London, ON", "London, Ontario"),
        ("NYC", "New York City, New York"),
        ("Washington, DC", "Washington, District of Columbia"),
    ],
)
def test_states_letters_accents_and_nicknames(text, label):
    assert find_place(text).label == label


def test_of_several_the_largest_is_taken_and_said():
    found = find_place("Duluth")
    assert found.remark == (
        "Duluth, Minnesota, is taken, the largest town of that name: for another write Duluth, Georgia"
    )
    assert find_place("Duluth, MN").remark == ""


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Minnesota", "Minnesota is a state: its largest town, Minneapolis, is taken"),
        ("Minnesota, USA", "Minnesota is a state: its largest town, Minneapolis, is taken"),
        ("Mexico", "Mexico is a country: its largest town, Mexico City, is taken"),
    ],
)
def test_of_a_state_the_largest_town_is_taken_and_said(text, remark):
    assert find_place(text).remark == remark


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dulluth", "'Dulluth' is not known as a place: perhaps Duluth, Minnesota is meant"),
        ("Duluth, Wisconsin", "there is Duluth, Minnesota and Duluth, Georgia"),
        ("Qqqqqqqq", "write a town such as Duluth, MN, or coordinates"),
        ("Antarctica", "Antarctica has no town that is known here"),
        ("1 2 3", "is not latitude, longitude"),
        ("", "a place has 1 to 100 characters"),
        ("x" * 200, "a place has 1 to 100 characters"),
    ],
)
def test_what_is_no_place_is_told_in_a_sentence(text, words):
    with pytest.raises(PlaceError) as told:
        find_place(text)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_coordinates_off_the_globe_are_refused_as_everywhere():
    with pytest.raises(SightingError, match="latitude 91 is outside"):
        find_place("91, 0")


@pytest.mark.parametrize("text", ["<b>Rome</b>", "[x](http://a)", "\x00\n\u202e", ",,,", "'; DROP TABLE", "nan, inf"])
def test_text_that_is_no_name_is_told_in_one_line(text):
    with pytest.raises(CrossClipError) as told:
        find_place(text)
    assert "\n" not in str(told.value)
