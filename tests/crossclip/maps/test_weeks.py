"""The year in weeks."""

from datetime import date
from itertools import pairwise

from crossclip.maps.weeks import MID_YEAR, WEEKS, week_day


def test_each_week_is_stood_for_by_a_day_of_the_same_year():
    days = [week_day(week) for week in WEEKS]
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {7}
    assert (days[0], days[-1]) == (date(2023, 1, 1), date(2023, 12, 24))
    assert week_day(MID_YEAR) == date(2023, 7, 2)
