"""Every page fits the screen, on light and dark, and can be used by everybody."""

import json

import pytest

from tests.browser.browsing import FRAME, PAGES, drawn, expect, finished, upload

pytestmark = pytest.mark.browser
VIEWS = (
    "range_map?other=Blue+Jay&place=41.9,-87.6",
    "places?place=41.9,-87.6",
    "lesson?step=2",
    "lesson?part=quiz&quiz=3",
    "lesson?part=teachers",
    "about?projector=on",
)
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 24, 27)"}
STILL = "document.getAnimations().every(animation => animation.playState !== 'running')"  # colours fade
# Of a frame: headings and landmarks are those of the page around it.
OF_PAGES = ("region", "page-has-heading-one", "landmark-one-main")
PARTS = json.dumps({"rules": {rule: {"enabled": False} for rule in OF_PAGES}})


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_the_screen_and_asks_nothing_of_the_outside(context, width):
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 850})
    for path, title in PAGES.items():
        page.goto(f"/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        if path in ("", "range_map", "places"):
            assert drawn(page).locator("html").evaluate("html => html.scrollWidth - window.innerWidth") <= 0
        if path == "results":
            expect(page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
        page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
    assert context.outside == []
    assert context.faults == []


@pytest.mark.parametrize("address", [*PAGES, *VIEWS])
def test_axe_finds_no_fault_but_minor_ones(context, address):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = context.new_page()
    page.goto(f"/{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[address.partition("?")[0]])
    if not address:
        upload(page, "bird.png")
        expect(page.locator("table.bars th")).to_have_text(["Species", "Photo only"])
    finished(page)
    if page.locator(FRAME).count():
        drawn(page)
    frames = [frame for frame in page.frames if "folium" in frame.url]
    for frame in frames:  # axe does not look into frames by itself
        frame.evaluate(axe.axe_script)
    for scheme, background in BACKGROUNDS.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", background)
        for frame in page.frames:
            frame.wait_for_function(STILL)
        assert serious(axe.run(page).response) == [], scheme
        for frame in frames:
            assert serious(frame.evaluate(f"axe.run(document, {PARTS})")) == [], scheme
    assert context.faults == []


def serious(response: dict) -> list:
    found = [fault for fault in response["violations"] if fault["impact"] != "minor"]
    return [(fault["id"], node["html"], node["failureSummary"]) for fault in found for node in fault["nodes"]]
