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

DRAWN = """[...document.querySelectorAll("*")].map(
    element => element.shadowRoot?.querySelector(".map-view canvas")?.ariaLabel).find(Boolean)"""  # says what is drawn
ROOT = Path(__file__).resolve().parents[2]
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


def click(page: Page, right: float) -> None:
    canvas = page.locator(".map-view canvas").first
    box = canvas.bounding_box()
    canvas.click(position={"x": right * box["width"], "y": 0.55 * box["height"]})


def passed_new_year(page: Page) -> float:
    """When the year that is playing starts again."""
    slider = page.locator(".player input").element_handle()
    for condition in ("slider.value > 40", "slider.value < 5"):
        page.wait_for_function(f"slider => {condition}", arg=slider)
    return time.perf_counter()


def report(what: str, times: list[float]) -> None:
    print(f"{what:<64}{1e3 * median(times):>9.0f} ms   (median of {len(times)})")


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with server() as address, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        page.goto(address)
        page.get_by_role("heading", level=1).wait_for()
        ready = page.locator(".map-view[data-ready]")
        first = seconds(page.get_by_role("link", name="Range map").click, ready.wait_for)
        report("first range map of a fresh server, with its 52 frames", [first])
        slider = page.locator(".player input")
        page.get_by_role("button", name="Play the year").click()
        starts = [passed_new_year(page) for _ in range(2)]
        report("a lap of the year, beside it", [starts[1] - starts[0]])
        page.get_by_role("button", name="Pause").click()
        time.sleep(2)
        report("another species, its year included", [choose_species(page, name) for name in SPECIES])
        value = "document.body.innerText.match(/^At .*$/m)?.[0]"
        report("the value at a click", [changed(page, partial(click, page, 0.5 + i / 50), value) for i in range(6)])
        weeks = [changed(page, partial(slider.press, "ArrowRight"), DRAWN) for _ in range(6)]
        report("another week in full resolution (its frame is shown at once)", weeks)
        page.get_by_role("link", name="Places").click()
        page.get_by_role("heading", name="Places the model knows").wait_for()
        ready.wait_for()
        alike = [changed(page, partial(click, page, 0.5 + i / 50), DRAWN) for i in range(6)]
        report("places like the one clicked", alike)


if __name__ == "__main__":
    main()
