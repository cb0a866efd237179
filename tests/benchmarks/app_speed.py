"""How long a person waits for the app, in Chromium: `python tests/benchmarks/app_speed.py`.

The clock runs in the browser, from the click or key until the new answer is on the page. Medians of
`--repeats`; the first page is timed from when the server says that it is well, with nothing loaded yet, and again
from when it is asked for, of a server that nobody has asked for `AWHILE`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Page
from server import chromium, photo_file, running, settle, upload

ANSWER, HEADING = "table.bars", "h2"
AWHILE = 15  # seconds
PACE = 300  # milliseconds between two pins: a map takes what comes quicker for one that still moves
FRAME, READY = "iframe[title*=folium]", ".crossclip[data-ready]"
DESCRIPTIONS = (
    "small yellow bird with a black cap",
    "large brown hawk with a red tail",
    "gray bird with a crest at the feeder",
    "black bird with red shoulders, in the reeds",
)
# Starts the clock at the first event of a kind; stops it when what `selector` shows is another or, where the new
# answer reads like the old one, when the address is another, which the page writes last.
CLOCK = """([selector, event]) => {
    const shown = () => document.querySelector(selector)?.innerHTML
    const before = shown(), address = location.search
    window.waited = null
    const documents = [document, ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument)]
    for (const one of documents) {
        one?.addEventListener(event, () => { window.start = performance.now() }, {capture: true, once: true})
    }
    const look = () => {
        const now = shown()
        if (now !== undefined && (now !== before || location.search !== address))
            window.waited = performance.now() - window.start
        else
            requestAnimationFrame(look)
    }
    look()
}"""


def waited(page: Page, act: Callable[[], None], selector: str = ANSWER, event: str = "click") -> float:
    """Milliseconds from an event until the page shows another answer."""
    settle(page)
    page.evaluate(CLOCK, [selector, event])
    act()
    page.wait_for_function("window.waited !== null")
    return page.evaluate("window.waited")


def usable(page: Page, start: float) -> float:
    """Milliseconds since a moment of `time.monotonic`, once answer and map are there."""
    page.wait_for_selector(ANSWER)
    page.frame_locator(FRAME).locator(READY).wait_for()
    return 1e3 * (time.monotonic() - start)


def report(what: str, milliseconds: list[float], target: float) -> None:
    middle = median(milliseconds)
    met = "met" if middle <= target else "NOT MET"
    print(f"{what:<46}{middle:>8.0f} ms of {target:.0f}  {met}   (slowest {max(milliseconds):.0f})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=15)
    repeats = parser.parse_args().repeats
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, running(Path(folder) / "log") as server:
        time_words(browser.new_page(base_url=server.address, viewport={"width": 1280, "height": 1000}), repeats)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, running(Path(folder) / "log") as server:
        page = browser.new_page(base_url=server.address, viewport={"width": 1280, "height": 1000})
        time.sleep(AWHILE)
        start = time.monotonic()
        page.goto("/")
        report("first page of a server that waits", [usable(page, start)], 5000)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, running(Path(folder) / "log") as server:
        page = browser.new_page(base_url=server.address, viewport={"width": 1280, "height": 1000})
        page.goto("/")
        report("first page usable after the process is up", [usable(page, server.started)], 5000)
        again = []
        for _ in range(3):
            start = time.monotonic()
            page.reload()
            again.append(usable(page, start))
        report("the page again", again, 5000)

        def pin(number: int) -> float:
            place = {"x": 120 + 23 * (number % 14), "y": 90 + 31 * (number % 9)}
            page.wait_for_timeout(PACE)
            page.locator(FRAME).scroll_into_view_if_needed()  # Playwright does not scroll the page for a map in a frame
            return waited(page, lambda: page.frame_locator(FRAME).locator("#map_div").click(position=place))

        def date(number: int) -> float:
            settle(page)
            page.locator("[data-testid=stDateInput] [role=spinbutton]").nth(1).press("ArrowUp")
            # A date that was typed counts when the field is left.
            return waited(page, lambda: page.get_by_role("heading", level=1).click(), event="mousedown")

        report("a pin, without a photo", [pin(number) for number in range(repeats)], 300)
        upload(page, photo_file(0))
        page.wait_for_selector("img[alt='Photo 1']")
        report("a pin, with a photo", [pin(number) for number in range(repeats)], 300)
        page.goto("/?place=40.7,-74&date=2024-01-15")
        settle(page)
        upload(page, photo_file(0))
        page.wait_for_selector("img[alt='Photo 1']")
        report("a date, with a photo", [date(number) for number in range(repeats)], 300)

        page.goto("/range_map")
        page.frame_locator(FRAME).locator(f"{READY}.values").wait_for()
        page.frame_locator(FRAME).get_by_role("button", name="Play").wait_for()  # from here on a map is read off
        species = ["Blue Jay", "Mallard", "American Robin", "Northern Cardinal", "Osprey"]

        def choose(number: int) -> float:
            page.get_by_role("combobox", name="Species").first.fill(species[number % len(species)])
            option = page.get_by_role("option").first
            option.wait_for()
            return waited(page, lambda: option.click(), HEADING)

        report("a species, on the range map", [choose(number) for number in range(repeats)], 300)


def time_words(page: Page, repeats: int) -> None:
    """The first words of a server that has just begun to show a page, and those after them."""

    def describe(number: int) -> float:
        field = page.get_by_label("What did it look like?")
        field.fill(DESCRIPTIONS[number % len(DESCRIPTIONS)])
        return waited(page, lambda: field.press("Enter"), event="keydown")

    page.goto("/?place=40.7,-74&date=2024-01-15")
    page.wait_for_selector(ANSWER)
    page.get_by_text("Words", exact=True).first.click()
    report("the first words of a fresh server", [describe(0)], 2000)
    report("words", [describe(number) for number in range(1, repeats + 1)], 500)


if __name__ == "__main__":
    main()
