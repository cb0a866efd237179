"""How fast the map pages answer in Chromium: `python tests/benchmarks/maps.py`.

Starts the app with the demo model and prints medians in milliseconds. A change is answered when the map
shows it; the first range map is timed on a server that has computed nothing yet, and stands beside the
time that a lap of the year takes to play.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Page
from server import chromium, photo_file, running, settle, upload

PATIENCE = 120_000  # milliseconds: a busy machine is slow, and says so, but is no error
FRAME = "iframe[title*=folium]"
MAP = 'document.querySelector("iframe[title*=folium]")?.contentDocument'
READY = ".crossclip.values[data-ready]"
DRAWN = f"{MAP}?.querySelector('#map_div')?.ariaLabel"  # says what is drawn
SPECIES = ("Blue Jay", "Northern Cardinal", "Baltimore Oriole", "American Robin", "Mallard", "Great Blue Heron")


def seconds(action: Callable[[], object], answered: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    answered()
    return time.perf_counter() - start


def changed(page: Page, action: Callable[[], object], text: str) -> float:
    """Seconds from an action until what a script reads on the page is another."""
    before = page.evaluate(text)
    return seconds(action, lambda: page.wait_for_function(f"before => ({text}) !== before", arg=before))


def choose_species(page: Page, name: str) -> float:
    box = page.get_by_role("combobox", name="Species")
    box.click()
    box.fill(name)
    option = page.get_by_role("option", name=name).first
    option.wait_for()
    return changed(page, option.click, DRAWN)


def click(page: Page, right: float, down: float = 0.55) -> None:
    page.locator(FRAME).scroll_into_view_if_needed()
    drawn = page.frame_locator(FRAME).locator("#map_div")
    box = drawn.bounding_box()
    drawn.click(position={"x": right * box["width"], "y": down * box["height"]})


def pins(page: Page, count: int) -> tuple[list[float], list[float], list[int], list[int]]:
    """Seconds until a pin is drawn, and until the page has taken it; bytes that the server sent for the map, and for
    the whole page."""
    sent: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sent.append(data)))
    page.goto("/")
    page.frame_locator(FRAME).locator(".crossclip[data-ready]").wait_for()
    settle(page)
    page.evaluate(
        f"""() => {MAP}.addEventListener("click", () => {{
            const start = performance.now(), pin = () => {MAP}.querySelector(".pin")?.style.transform, before = pin()
            const look = () => pin() !== before
                ? (window.pinned = performance.now() - start) : requestAnimationFrame(look)
            look()
        }}, true)"""
    )
    drawn, answered, of_map, of_page = [], [], [], []
    for number in range(count):
        before = len(sent)
        place = "document.querySelector('[aria-label=Place]').value"
        answered.append(changed(page, partial(click, page, 0.3 + number / 20, 0.5), place))
        settle(page)
        drawn.append(page.evaluate("window.pinned") / 1000)
        of_map.append(sum(len(data) for data in sent[before:] if b"feature_group" in data))
        of_page.append(sum(map(len, sent[before:])))
    return drawn, answered, of_map, of_page


def passed_new_year(page: Page) -> float:
    """When the year that is playing starts again."""
    slider = page.frame_locator(FRAME).locator(".player input")
    for condition in ("slider.value > 40", "slider.value < 5"):
        slider.evaluate(f"slider => new Promise(done => setInterval(() => {condition} && done(), 10))")
    return time.perf_counter()


def download(page: Page, name: str) -> float:
    start = time.perf_counter()
    with page.expect_download() as file:
        page.get_by_role("button", name=name, exact=True).click()
    file.value.path()
    return time.perf_counter() - start


def given_photos(page: Page) -> list[float]:
    """Seconds until the map of a species is the map given a photo, for some photos."""
    times = []
    for number in range(3):
        page.get_by_role("link", name="Identify").click()
        page.get_by_role("heading", name="Which bird is this?").wait_for()
        upload(page, photo_file(number))
        page.wait_for_selector(f"img[alt='Photo {number + 1}']")
        settle(page)
        page.get_by_role("link", name="Range map").click()
        page.frame_locator(FRAME).locator(READY).wait_for()
        settle(page)
        given = page.get_by_role("radio", name="Given this photo")
        times.append(changed(page, given.click, DRAWN))
        settle(page)
        changed(page, page.get_by_role("radio", name="For the species").click, DRAWN)
        settle(page)
    return times


def report(what: str, times: list[float]) -> None:
    print(f"{what:<64}{1e3 * median(times):>9.0f} ms   (median of {len(times)})")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "log") as server, chromium() as browser:
        page = browser.new_page(base_url=server.address, viewport={"width": 1280, "height": 720})
        page.set_default_timeout(PATIENCE)
        drawn, answered, of_map, of_page = pins(page, 10)
        report("a pin is drawn", drawn)
        report("a pin is answered", answered)
        print(f"{'bytes sent for a pin, to the map':<64}{median(of_map):>9.0f}")
        print(f"{'and to the whole page':<64}{median(of_page):>9.0f}")
        frame = page.frame_locator(FRAME)
        ready = frame.locator(READY)
        first = seconds(page.get_by_role("link", name="Range map").click, ready.wait_for)
        report("first range map of a fresh server", [first])
        play = frame.get_by_role("button", name="Play the year")
        report("its 52 frames, after it", [seconds(lambda: None, play.wait_for)])
        slider = frame.locator(".player input")
        play.click()
        starts = [passed_new_year(page) for _ in range(2)]
        report("a lap of the year, beside it", [starts[1] - starts[0]])
        frame.get_by_role("button", name="Pause").click()
        settle(page)
        report("another species, its year included", [choose_species(page, name) for name in SPECIES])
        value = f"{MAP}?.querySelector('.readout')?.textContent"
        report("the value at a click", [changed(page, partial(click, page, 0.5 + i / 50), value) for i in range(6)])
        weeks = [changed(page, partial(slider.press, "ArrowRight"), DRAWN) for _ in range(6)]
        report("another week in full resolution (its frame is shown at once)", weeks)
        for name in ("PNG", "SVG", "PDF"):
            report(f"the map as {name}", [download(page, name)])
        report("the map given a photo, its year included", given_photos(page))
        page.get_by_role("link", name="Places").click()
        page.get_by_role("heading", name="Places the model knows").wait_for()
        ready.wait_for()
        alike = [changed(page, partial(click, page, 0.5 + i / 50), DRAWN) for i in range(6)]
        report("places like the one clicked", alike)


if __name__ == "__main__":
    main()
