"""The range map: the year plays, a click gives a value, the map is downloaded."""

import re
from pathlib import Path

import pytest

from crossclip.maps import Atlas
from crossclip.maps.weeks import week_day
from tests.browser.browsing import click_map, drawn, expect, finished, open_page

LEAFLET = re.compile(r"/leaflet\.js")

pytestmark = pytest.mark.browser


def test_the_map_is_downloaded_as_a_figure_and_as_numbers(context):
    page = context.new_page()
    page.goto("/range_map")
    for name, start in (("PNG", b"\x89PNG"), ("CSV", b"longitude,latitude,value"), ("GeoJSON", b'{"type"')):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert re.fullmatch(rf"european-starling_week-27\.{name.lower()}", download.value.suggested_filename)
        assert Path(download.value.path()).read_bytes().startswith(start)
    assert context.outside == []


def test_the_year_plays_in_the_browser_and_stops_at_a_week_that_a_link_keeps(context):
    page = open_page(context, "range_map?place=41.9,-87.6")
    frame = drawn(page)
    week, said = frame.get_by_role("slider", name="Week of the year"), frame.locator("output")
    value = frame.get_by_role("status")
    expect(week).to_have_value("27")
    expect(said).to_have_text("2 July")
    expect(value).to_have_text(re.compile(r"^At 41\.90, -87\.60: [0-9.]+%$"))
    week.evaluate("""slider => {
        Object.assign(window, { slider, seen: new Set(), values: new Set() })
        const status = document.querySelector('[role=status]')
        setInterval(() => { seen.add(slider.value); values.add(/≈.*/.exec(status.textContent)?.[0]) }, 20)
    }""")
    frame.get_by_role("button", name="Play the year").press("Enter")
    week.evaluate("""() => new Promise(resolve => setInterval(
        () => seen.size === 52 && slider.value > 30 && values.has('≈ 21%') && values.has('≈ 22%') && resolve(), 10))""")
    frame.get_by_role("button", name="Pause").press("Enter")
    page.wait_for_url("**/range_map?week=*")
    stopped, day = week.input_value(), said.inner_text()
    assert f"week={stopped}&" in page.url
    page.reload()
    expect(drawn(page).locator("output")).to_have_text(day)
    expect(week).to_have_value(stopped)
    week.press("Home")
    expect(said).to_have_text("1 January")
    page.wait_for_url("**/range_map?week=1&*")
    page.go_back()
    expect(said).to_have_text(day)
    assert context.outside == []
    assert context.faults == []


def test_who_goes_back_before_a_week_is_drawn_sees_the_week_before(context):
    page = open_page(context, "range_map?week=20")
    frame = drawn(page)
    week, said = frame.get_by_role("slider", name="Week of the year"), frame.locator("output")
    day = said.inner_text()
    expect(week).to_have_value("20")
    page.evaluate("""() => {
        const push = history.pushState.bind(history)
        window.back = new Promise(resolve => { history.pushState = (...state) => {
            push(...state)
            history.pushState = push
            history.back()
            resolve()
        } })
    }""")
    week.press("Home")
    expect(said).to_have_text("1 January")
    page.evaluate("back")
    page.wait_for_url("**/range_map?week=20")
    expect(said).to_have_text(day)
    expect(week).to_have_value("20")


def test_what_is_asked_while_the_scripts_of_the_map_still_load_is_not_lost(context):
    page, held = context.new_page(), []
    page.route(LEAFLET, lambda route: held.append(route))
    with page.expect_request(LEAFLET):
        page.goto("/range_map")
    place = page.get_by_label("Value at a place")
    place.fill("41.9, -87.6")
    place.press("Enter")
    expect(page.get_by_role("heading", name="Through the year")).to_be_visible()
    finished(page)
    held.pop().fallback()
    expect(drawn(page).get_by_role("status")).to_have_text(re.compile(r"^At 41\.90, -87\.60: "))


def test_a_click_gives_the_value_there_as_hovering_and_typing_do_and_the_menu_keeps_it(context, predictor):
    page = open_page(context, "range_map?week=3")
    frame, place = drawn(page), page.get_by_label("Value at a place")
    expect(frame.get_by_role("region", name="Map of European Starling")).to_be_visible()
    status, tip = frame.get_by_role("status"), frame.locator(".leaflet-tooltip-top")
    box = frame.locator("#map_div").bounding_box()
    frame.locator("#map_div").hover(position={"x": box["width"] * 0.5, "y": box["height"] * 0.6})
    expect(tip).to_be_visible()
    hovered = tip.inner_text()
    click_map(frame, 0.5, 0.6)
    expect(place).not_to_have_value("")
    latitude, longitude = map(float, place.input_value().split(", "))
    species_map = Atlas(predictor).species_map("European Starling", week_day(3))
    value = species_map.words_at(longitude, latitude)
    expect(status).to_have_text(f"At {latitude:.2f}, {longitude:.2f}: {value}")
    assert hovered == value
    place.fill("37.78, -122.42")
    place.press("Enter")
    expect(status).to_have_text(f"At 37.78, -122.42: {species_map.words_at(-122.42, 37.78)}")
    assert "%" in species_map.words_at(-122.42, 37.78), "San Francisco is on land"
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About")
    page.get_by_role("link", name="Range map").click()
    expect(drawn(page).locator("output")).to_have_text("15 January")
    page.wait_for_url("**/range_map?week=3&place=*")
    assert context.faults == []


def test_two_maps_move_together(context):
    page = open_page(context, "range_map?other=Blue+Jay")
    frame = drawn(page)
    expect(frame.locator(".leaflet-container")).to_have_count(2)
    in_sight = """() => {
        const { panels, data: { view: [west, south, east, north] } } = map_div.crossclip
        return panels.every(({ map }) => map.getBounds().pad(0.02).contains([[south, west], [north, east]]))
    }"""
    assert frame.locator("#map_div").evaluate(in_sight), "both open on what there is"
    frame.get_by_role("button", name="Zoom in").last.click()
    box = frame.locator("#map_div").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 140, steps=5)
    page.mouse.up()
    same = """() => {
        const [first, second] = map_div.crossclip.panels.map(({ map }) => map)
        return first.getZoom() === second.getZoom() && first.getCenter().distanceTo(second.getCenter()) < 5000
    }"""
    frame.locator("#map_div").evaluate(
        f"""() => new Promise(resolve => setInterval(() => ({same})() && resolve(), 50))"""
    )
