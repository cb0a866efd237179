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
    return day_words(week_day(week))


def day_words(day: Date) -> str:
    """A day without its year, in words: "2 July"."""
    return f"{day.day} {day:%B}"


def time_words(date: Date | None) -> str:
    """What a map is of, in words: a day, or the whole year."""
    return "whole year" if date is None else day_words(date)


def week_of(date: Date) -> int:
    """The week a day lies in."""
    return min((date.timetuple().tm_yday - 1) // 7 + 1, WEEKS[-1])
