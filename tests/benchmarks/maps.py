"""How fast the map pages answer in Chromium: `python tests/benchmarks/maps.py`.

Starts the app with the demo model and prints medians in milliseconds. A change is answered when the map
shows it; the first range map is timed on a server that has computed nothing yet, and stands beside the
time that a lap of the year takes to play.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

PATIENCE = 300_000  # milliseconds: a busy machine is slow, and says so, but is no error
FRAME = "iframe[title*=folium]"
MAP = 'document.querySelector("iframe[title*=folium]")?.contentDocument'
DRAWN = f"{MAP}?.querySelector('#map_div')?.ariaLabel"  # says what is drawn
ROOT = Path(__file__).resolve().parents[2]
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
SPECIES = ("Blue Jay", "Northern Cardinal", "Baltimore Oriole", "American Robin", "Mallard", "Great Blue Heron")


@contextmanager
def server() -> Iterator[str]:
    """Address of a fresh server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


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
    page.wait_for_selector(SETTLED)
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
        page.wait_for_selector(SETTLED)
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


def report(what: str, times: list[float]) -> None:
    print(f"{what:<64}{1e3 * median(times):>9.0f} ms   (median of {len(times)})")


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 720})
        page.set_default_timeout(PATIENCE)
        drawn, answered, of_map, of_page = pins(page, 10)
        report("a pin is drawn", drawn)
        report("a pin is answered", answered)
        print(f"{'bytes sent for a pin, to the map':<64}{median(of_map):>9.0f}")
        print(f"{'and to the whole page':<64}{median(of_page):>9.0f}")
        frame = page.frame_locator(FRAME)
        ready = frame.locator(".crossclip.values[data-ready]")
        first = seconds(page.get_by_role("link", name="Range map").click, ready.wait_for)
        report("first range map of a fresh server", [first])
        play = frame.get_by_role("button", name="Play the year")
        report("its 52 frames, after it", [seconds(lambda: None, play.wait_for)])
        slider = frame.locator(".player input")
        play.click()
        starts = [passed_new_year(page) for _ in range(2)]
        report("a lap of the year, beside it", [starts[1] - starts[0]])
        frame.get_by_role("button", name="Pause").click()
        page.wait_for_selector(SETTLED)
        report("another species, its year included", [choose_species(page, name) for name in SPECIES])
        value = f"{MAP}?.querySelector('.readout')?.textContent"
        report("the value at a click", [changed(page, partial(click, page, 0.5 + i / 50), value) for i in range(6)])
        weeks = [changed(page, partial(slider.press, "ArrowRight"), DRAWN) for _ in range(6)]
        report("another week in full resolution (its frame is shown at once)", weeks)
        for name in ("PNG", "SVG", "PDF"):
            report(f"the map as {name}", [download(page, name)])
        page.get_by_role("link", name="Places").click()
        page.get_by_role("heading", name="Places the model knows").wait_for()
        ready.wait_for()
        alike = [changed(page, partial(click, page, 0.5 + i / 50), DRAWN) for i in range(6)]
        report("places like the one clicked", alike)


if __name__ == "__main__":
    main()
