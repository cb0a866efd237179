"""Names of files say what is in them."""

from datetime import date

from crossclip.maps.drawing.file_names import file_stem, place_part, slug, when_part
from crossclip.maps.weeks import week_day
from crossclip.sighting import Sighting


def test_a_name_says_species_and_week():
    assert file_stem(["Northern Cardinal"], when_part(week_day(27))) == "northern-cardinal_week-27"
    assert file_stem(["Blue Jay", "Ross's Goose"], when_part(None), "given this photo") == (
        "blue-jay_rosss-goose_any-time_given-this-photo"
    )
    assert when_part(date(2024, 7, 2), by_week=False) == "2-july"


def test_a_place_is_in_degrees_north_and_east():
    assert place_part(Sighting(-92.11, 46.78)) == "46.78n-92.11w"
    assert place_part(Sighting(12.5, -3)) == "3.00s-12.50e"
    assert place_part(Sighting()) == ""


def test_a_name_is_safe_whatever_it_is_made_of():
    assert slug("../../Ça <b>va</b>?\x00") == "ca-b-va-b"
