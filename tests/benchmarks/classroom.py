"""A class at work: many browsers at once against one server. `python tests/benchmarks/classroom.py`

Each pupil, a Chromium context of its own, uploads a photo, moves the pin, and opens maps; this is one round.
After every pin the answer on the page is compared with what the predictor says of that pupil's photo at
the place the page shows: an answer of another session, or of another pin, is counted as wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from app_speed import ANSWER, CLOCK
from playwright.async_api import Browser, Error, Page, async_playwright, expect
from server import ROOT, Server, chromium_path, photo_file, running

sys.path.insert(0, str(ROOT))

from crossclip.explain import percent
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

SPECIES = ("Blue Jay", "Mallard", "American Robin", "Northern Cardinal", "Osprey", "American Crow")
PATIENCE = 60_000  # milliseconds: what takes longer is an error
GRACE = 3_000  # milliseconds in which a page is drawn to its end


@dataclass
class Tally:
    """What the class saw: milliseconds waited for answers, by kind; errors; wrong answers."""

    waits: dict[str, list[float]] = field(default_factory=lambda: {"photo": [], "pin": [], "map": []})
    errors: list[str] = field(default_factory=list)
    wrong: int = 0

    def __str__(self) -> str:
        everything = [wait for waits in self.waits.values() for wait in waits]
        kinds = ", ".join(
            f"{kind} {np.median(waits):.0f}/{np.percentile(waits, 95):.0f}"
            for kind, waits in self.waits.items()
            if waits
        )
        return (
            f"{len(everything)} answers, {len(self.errors)} errors, {self.wrong} wrong; "
            f"95 % within {np.percentile(everything, 95) / 1000:.2f} s (median/95 %, ms: {kinds})"
        )


class Pupil:
    def __init__(self, number: int, page: Page, predictor: Predictor, tally: Tally) -> None:
        self.page, self.predictor, self.tally = page, predictor, tally
        self.photo = photo_file(number)
        self.embedding = predictor.embed_photos([self.photo["buffer"]])
        self.random = np.random.default_rng(number)

    async def round(self, pins: int, maps: int) -> None:
        try:
            await self.page.goto("/")
            await self.page.wait_for_selector(".pin-map path.land", state="attached")
            await self._settle()
            uploader = self.page.locator("input[type=file]")
            await self._wait("photo", ANSWER, "change", uploader.set_input_files([self.photo]))
            for _ in range(pins):
                await self._move_the_pin()
            await self.page.get_by_role("link", name="Range map").click()
            await self.page.wait_for_selector(".map-view[data-ready]")
            for name in self.random.choice(SPECIES, maps, replace=False):
                await self._open_a_map(name)
        except Error as error:
            self.tally.errors.append(" ".join(str(error).split())[:200])

    async def _move_the_pin(self) -> None:
        x, y = self.random.integers(60, 440, size=2).tolist()
        await self._settle()
        await self._wait("pin", ANSWER, "click", self.page.locator(".pin-map").click(position={"x": x, "y": y}))
        await self._settle()
        latitude, longitude = (await self.page.get_by_label("Place", exact=True).input_value()).split(", ")
        first = self.predictor.identify(self.embedding, Sighting.parse(longitude, latitude)).top(1)[0]
        row = self.page.locator(f"{ANSWER} tbody tr").first
        try:
            await expect(row).to_contain_text(first.species, timeout=GRACE)
            await expect(row.locator("td").nth(1)).to_have_text(percent(first.probability), timeout=GRACE)
        except AssertionError:
            self.tally.wrong += 1
            shown = " ".join((await row.inner_text()).split())
            print(f"wrong at {latitude}, {longitude}: {shown!r}, not {first.species} {percent(first.probability)}")

    async def _open_a_map(self, species: str) -> None:
        await self._settle()
        box = self.page.get_by_role("combobox", name="Species").first
        await box.fill(species)
        option = self.page.get_by_role("option", name=species).first
        await option.wait_for()
        await self._wait("map", "h3", "click", option.click())
        try:
            await expect(self.page.locator("h3").first).to_contain_text(species, timeout=GRACE)
        except AssertionError:
            self.tally.wrong += 1

    async def _wait(self, kind: str, selector: str, event: str, act) -> None:
        await self.page.evaluate(CLOCK, [selector, event])
        await act
        await self.page.wait_for_function("window.waited !== null")
        self.tally.waits[kind].append(await self.page.evaluate("window.waited"))

    async def _settle(self) -> None:
        await self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


async def class_of(options: argparse.Namespace, server: Server, browser: Browser, predictor: Predictor) -> None:
    pupils, tally = [], Tally()
    for number in range(options.pupils):
        context = await browser.new_context(base_url=server.address, viewport={"width": 1280, "height": 1000})
        context.set_default_timeout(PATIENCE)
        pupils.append(Pupil(number, await context.new_page(), predictor, tally))
    print(f"{options.pupils} pupils; server before: {server.megabytes:.0f} MB", flush=True)
    for number in range(1, options.rounds + 1):
        await asyncio.gather(*(pupil.round(options.pins, options.maps) for pupil in pupils))
        print(f"round {number}: server {server.megabytes:.0f} MB; so far {tally}", flush=True)
    for error in sorted(set(tally.errors)):
        print(f"  error, {tally.errors.count(error)} times: {error}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pupils", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--pins", type=int, default=10)
    parser.add_argument("--maps", type=int, default=3)
    options = parser.parse_args()
    predictor = Predictor.from_pretrained(ROOT / "assets" / "demo")
    with tempfile.TemporaryDirectory() as folder, running(log := Path(folder) / "log") as server:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium_path(playwright), args=["--no-sandbox"])
            await class_of(options, server, browser, predictor)
            await browser.close()
        print(f"{log.read_text().count('Traceback')} tracebacks in the server's log")


if __name__ == "__main__":
    asyncio.run(main())
