"""What comes from a browser is checked."""

import pytest

from pages.maps import from_browser


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        [1, 2],
        {"lng": 999, "lat": 0},
        {"lat": "a", "lng": "b"},
        {"a": 1},
        {"lat": None, "lng": None},
        0,
        53,
        2.5,
    ],
)
def test_what_a_browser_sends_is_checked(value):
    from_browser.take_place(value, lambda place: pytest.fail(f"{place} was taken"))
    from_browser.take_week(value, lambda week: pytest.fail(f"{week} was taken"))
    from_browser.take_background(value, lambda background: pytest.fail(f"{background} was taken"))
    taken = []
    from_browser.take_place({"lat": 41.9, "lng": -87.6}, taken.append)
    from_browser.take_week(3, taken.append)
    from_browser.take_background("relief", taken.append)
    assert (taken[0].latitude, taken[0].longitude, *taken[1:]) == (41.9, -87.6, 3, "relief")
