"""Dates and names."""

import pandas as pd
import pytest

from tests.train.data.original_files import NAN
from train.data.common import DatasetError, iso_date, unique_names


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (0, "2015-01-01"),
        (1.0, "2015-12-31"),
        (0.46978, "2015-06-21"),
        ("0.99725", "2015-12-30"),
        ("2016-02-29", "2016-02-29"),
        ("2019-05-11 14:23:00+00:00", "2019-05-11"),
        ("2019-05-11T23:59", "2019-05-11"),
        (None, ""),
        (NAN, ""),
        ("", ""),
        ("None", ""),
    ],
)
def test_dates_are_days_or_fractions_of_the_year(value, day):
    assert iso_date(value) == day


@pytest.mark.parametrize("value", ["2019-02-30", "11/05/2019", "20190511", 1.5, -1, "spring", "2019-05-11x"])
def test_other_dates_are_refused(value):
    with pytest.raises(DatasetError, match="neither a day"):
        iso_date(value)


def test_only_names_that_come_twice_are_replaced():
    names = unique_names(pd.Series(["Robin", "Robin", "Wren"]), pd.Series(["A", "B", "C"]))
    assert names.tolist() == ["A", "B", "Wren"]
