"""What comes from a browser is checked."""

import pytest

from pages.maps import from_browser


@pytest.mark.parametrize("value", [None, "x", [1], [999, 0], ["a", "b"], {"a": 1}, [float("nan"), 0], 0, 53, True, 2.5])
def test_what_a_browser_sends_is_checked(value):
    from_browser.take_place(value, lambda place: pytest.fail(f"{place} was taken"))
    from_browser.take_week(value, lambda week: pytest.fail(f"{week} was taken"))
    taken = []
    from_browser.take_place([-87.6, 41.9], taken.append)
    from_browser.take_week(3, taken.append)
    assert (taken[0].latitude, taken[0].longitude, taken[1]) == (41.9, -87.6, 3)
