"""The range map: the year plays, a click gives a value, the map is downloaded."""

import re
from pathlib import Path

import pytest

from crossclip.maps import Atlas
from crossclip.maps.weeks import week_day
from tests.browser.browsing import (
    expect,
    open_page,
)

pytestmark = pytest.mark.browser


def test_the_map_is_downloaded_as_a_figure_and_as_numbers(context):
    page = context.new_page()
    page.goto("/range_map")
    for name, start in (("PNG", b"\x89PNG"), ("CSV", b"longitude,latitude,value"), ("GeoJSON", b'{"type"')):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert re.fullmatch(rf"european-starling-2023-07-02\.{name.lower()}", download.value.suggested_filename)
        assert Path(download.value.path()).read_bytes().startswith(start)
    assert context.outside == []


def test_the_year_plays_in_the_browser_and_stops_at_a_week_that_a_link_keeps(context):
    page = open_page(context, "range_map")
    week, heading = page.get_by_role("slider", name="Week of the year"), page.get_by_role("heading", level=2)
    expect(week).to_have_value("27")
    before = heading.inner_text()
    week.evaluate("""slider => {
        Object.assign(window, { slider, seen: new Set() })
        setInterval(() => window.seen.add(slider.value), 20)
    }""")
    page.get_by_role("button", name="Play the year").press("Enter")
    page.wait_for_function("window.seen.size === 52 && window.slider.value > 30")
    page.get_by_role("button", name="Pause").press("Enter")
    page.wait_for_url("**/range_map?week=*")
    stopped = week.input_value()
    assert page.url.endswith(f"week={stopped}")
    expect(heading).not_to_have_text(before)  # the address follows before the map is drawn
    shown = heading.inner_text()
    page.reload()
    expect(heading).to_have_text(shown)
    expect(week).to_have_value(stopped)
    week.press("Home")
    expect(heading).to_have_text("European Starling, on 1 January")
    page.wait_for_url("**/range_map?week=1")
    page.go_back()
    expect(heading).to_have_text(shown)
    assert context.outside == []
    assert context.faults == []


def test_a_click_on_the_map_gives_the_value_there_and_the_menu_keeps_it(context, predictor):
    page = open_page(context, "range_map?week=3")
    canvas = page.get_by_role("img", name="Map of European Starling")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.55})
    place = page.get_by_label("Value at a place")
    expect(place).not_to_have_value("")
    latitude, longitude = map(float, place.input_value().split(", "))
    assert (longitude, latitude) == (pytest.approx(-170 + 0.6 * 120, abs=0.3), pytest.approx(75 - 0.55 * 65, abs=0.3))
    value = Atlas(predictor).species_map("European Starling", week_day(3), resolution=0.5).at(longitude, latitude)
    expect(page.get_by_text(f"European Starling: {100 * value:.2g}%.")).to_be_visible()
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About")
    page.get_by_role("link", name="Range map").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("European Starling, on 15 January")
    page.wait_for_url("**/range_map?week=3&place=*")
    assert context.faults == []
