"""What the values of an address can be."""

from datetime import date

import pytest

from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from pages.links.readers import (
    choice_reader,
    date_reader,
    number_reader,
    place_text_reader,
    read_place,
    species_reader,
    written_place,
)


@pytest.mark.parametrize("text", ["", "40.7", "91, 0", "0, 181", "nan, 0", "a, b", "1, 2, 3", "1e999, 0"])
def test_places_are_checked(text):
    if text:
        with pytest.raises(CrossClipError):
            read_place(text)
    else:
        assert read_place(text) == Sighting()


def test_readers_give_what_the_controls_hold(predictor):
    assert species_reader(predictor)("sturnus vulgaris") == "European Starling"
    assert choice_reader({"photo": True})("photo") is True
    assert date_reader(date(1900, 1, 1), date(2100, 12, 31))("2024-02-29") == date(2024, 2, 29)
    assert place_text_reader("40.7,-74") == "40.7000, -74.0000" == written_place(Sighting(-74, 40.7))
    for reader, text in [
        (species_reader(predictor), "Dodo"),
        (choice_reader({"photo": True}), "__class__"),
        (number_reader(1, 5), "6"),
        (date_reader(date(1900, 1, 1), date(2100, 12, 31)), "1899-12-31"),
    ]:
        with pytest.raises(CrossClipError):
            reader(text)
