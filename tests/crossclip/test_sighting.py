"""Places and dates: what is known, what is refused, and in which words."""

import math
from datetime import date, datetime

import numpy as np
import pytest

from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting, SightingError, sighting_tensor


def refused(**values) -> str:
    with pytest.raises(SightingError) as refusal:
        Sighting.parse(**values)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize(("longitude", "latitude"), [(0, 90), (0, -90), (180, 0), (-180, 0), (180, -90), (0, 0)])
def test_poles_and_the_date_line_are_places(longitude, latitude):
    sighting = Sighting(longitude, latitude)
    assert sighting.has_place
    assert (sighting.longitude, sighting.latitude) == (longitude, latitude)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"longitude": "0", "latitude": "91"}, "latitude 91 is outside -90 to 90 degrees"),
        ({"longitude": "0", "latitude": "-90.0001"}, "latitude -90.0001 is outside"),
        ({"longitude": "181", "latitude": "0"}, "longitude 181 is outside -180 to 180 degrees"),
        ({"longitude": "-180.5", "latitude": "0"}, "longitude -180.5 is outside"),
        ({"longitude": "40.7", "latitude": "-122.4"}, "are latitude and longitude swapped?"),
        ({"longitude": "nan", "latitude": "nan"}, "leave it out where it is unknown"),
        ({"longitude": "0", "latitude": "inf"}, "latitude inf is not a number of degrees"),
        ({"longitude": 10**400, "latitude": 0}, "longitude 1000"),
        ({"longitude": "40,7", "latitude": "1"}, "longitude '40,7' is not a number: use decimal degrees such as"),
        ({"longitude": "1", "latitude": "40° 42' N"}, "is not a number"),
        ({"longitude": "1"}, "longitude is given without latitude"),
        ({"latitude": "1"}, "latitude is given without longitude"),
        ({"latitude": "1", "longitude": "  "}, "latitude is given without longitude"),
        ({"longitude": "x" * 5000, "latitude": "1"}, "is not a number"),
        ({"date": "31.05.2024"}, "date '31.05.2024' is not a day of the calendar: write it as 2024-05-31"),
        ({"date": "05/31/2024"}, "write it as 2024-05-31"),
        ({"date": "2024-5-31"}, "write it as"),
        ({"date": "2024-02-30"}, "is not a day of the calendar"),
        ({"date": "2023-02-29"}, "is not a day of the calendar"),
        ({"date": "0000-01-01"}, "is not a day of the calendar"),
        ({"date": "2024-05-31T10:00"}, "write it as"),
        ({"date": 20240531}, "write it as"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(values, words):
    sentence = refused(**values)
    assert words in sentence
    assert len(sentence) < 160


def test_no_swap_is_suggested_where_none_would_help():
    assert "swapped" not in refused(longitude="0", latitude="400")
    assert "swapped" not in refused(longitude="181", latitude="0")


def test_blank_is_unknown_each_on_its_own():
    assert Sighting.parse("", " ", "") == Sighting.parse() == Sighting()
    assert Sighting.parse(" -74.0 ", "40.7 ", None) == Sighting(-74, 40.7)
    only_date = Sighting.parse(date=" 2024-05-31 ")
    assert only_date == Sighting(date=date(2024, 5, 31))
    assert (only_date.has_place, only_date.has_date) == (False, True)


@pytest.mark.parametrize("value", [True, np.bool_(True), "4", b"4", [4], 4 + 0j])
def test_only_numbers_are_coordinates(value):
    with pytest.raises(SightingError, match="is not a number"):
        Sighting(value, 3)
    with pytest.raises(SightingError, match="is not a number"):
        Sighting(3, value)


@pytest.mark.parametrize("number", [np.float32(4), np.float64(4), np.int16(4), 4])
def test_numbers_of_arrays_are_plain_floats(number):
    sighting = Sighting(number, number)
    assert sighting == Sighting(4.0, 4.0)
    assert type(sighting.latitude) is type(sighting.longitude) is float
    assert hash(sighting) == hash(Sighting(4.0, 4.0))


def test_a_point_in_time_is_its_day():
    assert Sighting.parse(date=datetime(2024, 5, 31, 23, 59)).date == date(2024, 5, 31)
    for wrong in ("2024-05-31", datetime(2024, 5, 31), 2024):
        with pytest.raises(SightingError, match=r"is not a datetime\.date"):
            Sighting(date=wrong)


@pytest.mark.parametrize("year", [2023, 2024, 1900, 2000])
def test_new_years_eve_stands_next_to_new_years_day(year):
    eve, day = Sighting(date=date(year, 12, 31)), Sighting(date=date(year + 1, 1, 1))
    assert day.year_fraction == 0
    assert 1 / 367 < 1 - eve.year_fraction < 1 / 364


def test_leap_days_are_in_order_and_july_is_mid_year():
    days = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]
    fractions = [Sighting(date=day).year_fraction for day in days]
    assert np.diff(fractions) == pytest.approx([1 / 366, 1 / 366])
    assert Sighting(date=date(2024, 7, 2)).year_fraction == 0.5
    assert Sighting().year_fraction is None


def test_unknown_is_nan_for_the_encoders():
    rows = sighting_tensor([Sighting(), Sighting(-74, 40.5), Sighting(date=date(2024, 7, 2))])
    assert rows.shape == (3, 3)
    assert rows.isnan().tolist() == [[True] * 3, [False, False, True], [True, True, False]]
    assert rows[1, :2].tolist() == [-74, 40.5]
    assert rows[2, 2] == 0.5
    assert sighting_tensor([]).shape == (0, 3)


def test_errors_are_for_the_person_who_asks():
    assert issubclass(SightingError, CrossClipError)
    with pytest.raises(CrossClipError):
        Sighting(math.nan, 0)
