"""Light and shadow of the land, which a button switches; frames that begin as what stood still."""

import re
from pathlib import Path

import pytest

from tests.browser.browsing import drawn, expect, finished, open_page

PICTURE = re.compile(r"/app/static/maps/relief-[0-9a-f]+\.webp$")
# Keeps what is drawn of values, and says how far it is from what was kept, of 255: on average and at most.
APART = """() => {
    const canvas = document.querySelector(".leaflet-values-pane canvas")
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    const before = window.kept ?? data
    window.kept = data
    let [sum, most] = [0, 0]
    data.forEach((value, index) => {
        const step = Math.abs(value - before[index])
        sum += step
        most = Math.max(most, step)
    })
    return [sum / data.length, most]
}"""
PLAYING = """move => {
    const board = Object.values(window).find((value) => value?.crossclip?.panels).crossclip
    board.playing = true
    board.move(board.data.week - 1 + move)
}"""

pytestmark = pytest.mark.browser


def test_a_button_switches_relief_on_all_maps_their_figures_and_in_the_address(context):
    asked = []
    context.on("request", lambda request: PICTURE.search(request.url) and asked.append(request.url))
    page = open_page(context, "range_map")
    button = drawn(page).get_by_role("button", name="Relief")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert asked == [], "the picture is fetched when it is wanted"
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**/range_map?background=relief")
    finished(page)
    expect(page.get_by_label("Value at a place")).to_have_value("")
    assert len(asked) == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG", exact=True).click()
    assert "Relief: NOAA ETOPO" in Path(download.value.path()).read_text(encoding="utf-8")
    page.get_by_role("link", name="Places").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Places the model knows")
    button = drawn(page).get_by_role("button", name="Relief")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.wait_for_url(re.compile(r"/places$"))
    assert context.outside == []
    assert context.faults == []


def test_a_year_starts_to_play_from_what_stands_still(context):
    page = open_page(context, "range_map")
    frame = drawn(page)
    expect(frame.get_by_role("button", name="Play the year")).to_be_enabled()
    finished(page)
    root = frame.locator(".crossclip")
    root.evaluate(APART)
    root.evaluate(f"() => ({PLAYING})(0)")
    mean, most = root.evaluate(APART)
    assert most <= 2, "equal but for how the browser rounds"
    root.evaluate(f"() => ({PLAYING})(3)")
    later, _ = root.evaluate(APART)
    assert later > 10 * mean
