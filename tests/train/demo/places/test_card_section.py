"""The card says what was measured of a photo's places."""

from train.demo.places.card_section import photo_places_section

ONE = {"temperature": 0.8, "likeliest_km": 812.4, "middle_km": 700.0, "rank": 0.81234, "surprise": -0.9}


def test_every_way_has_a_row_for_each_source_of_photos():
    part = {"photos": 280, "rows": 840, "ways": {"species, where records lie": ONE, "all land alike": ONE}}
    text = photo_places_section({"photo_places": {"validation": part, "check": part, "test": part}})
    assert "a temperature (0.80)" in text
    assert text.count("| species, where records lie | 812 | 700 | 0.812 | -0.90 |") == 2


def test_what_was_not_measured_is_not_said():
    assert photo_places_section({}) == ""
