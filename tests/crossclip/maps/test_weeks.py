"""The year in weeks."""

from datetime import date
from itertools import pairwise

from crossclip.maps.weeks import MID_YEAR, WEEKS, day_words, time_words, week_day, week_name, week_of


def test_each_week_is_stood_for_by_a_day_of_the_same_year():
    days = [week_day(week) for week in WEEKS]
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {7}
    assert (days[0], days[-1]) == (date(2023, 1, 1), date(2023, 12, 24))
    assert week_day(MID_YEAR) == date(2023, 7, 2)


def test_weeks_have_the_names_of_their_days():
    assert (week_name(1), week_name(27)) == ("1 January", "2 July")
    assert day_words(date(2024, 7, 2)) == time_words(date(2023, 7, 2)) == week_name(27)
    assert time_words(None) == "whole year"


def test_a_day_lies_in_the_week_that_began_last():
    assert [week_of(week_day(week)) for week in WEEKS] == list(WEEKS)
    assert week_of(date(2023, 7, 8)) == MID_YEAR
    assert week_of(date(2024, 12, 31)) == 52
