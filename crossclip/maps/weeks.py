"""The year in weeks, for maps that move through it."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

WEEKS = range(1, 53)
MID_YEAR = 27
_YEAR = 2023  # which year makes no difference to a model, as long as it is no leap year


def week_day(week: int) -> Date:
    """The day that stands for a week: 1 January for the first, 2 July, the middle of the year, for the 27th."""
    return Date(_YEAR, 1, 1) + timedelta(days=7 * (week - 1))


def week_name(week: int) -> str:
    """The day that stands for a week, in words."""
    day = week_day(week)
    return f"{day.day} {day:%B}"


def week_of(date: Date) -> int:
    """The week a day lies in."""
    return min((date.timetuple().tm_yday - 1) // 7 + 1, WEEKS[-1])
