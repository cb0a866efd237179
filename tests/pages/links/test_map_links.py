"""From an answer to a range map, with the same place and date."""

from datetime import date

import pytest

from crossclip.maps.weeks import WEEKS, week_day
from crossclip.sighting import Sighting
from pages.links.map_links import range_query, week_of


def test_the_map_has_the_place_and_the_week_of_what_was_asked():
    asked = Sighting(-74.0, 40.7, date(2024, 5, 12))
    assert range_query("Blue Jay", asked) == {"species": "Blue Jay", "week": "20", "place": "40.7000, -74.0000"}
    assert range_query("Blue Jay", Sighting(), "Northern Cardinal") == {
        "species": "Blue Jay",
        "other": "Northern Cardinal",
        "when": "year",
    }


def test_a_date_is_in_the_week_whose_day_is_nearest():
    assert [week_of(Sighting(date=week_day(week))) for week in WEEKS] == list(WEEKS)
    assert week_of(Sighting(date=date(2024, 12, 31))) == 52
    with pytest.raises(ValueError, match="without a date"):
        week_of(Sighting())
