"""A class at work: many sessions at once against one server. `python tests/benchmarks/classroom.py`

In each round every pupil opens the app anew, uploads a photo of their own, moves the pin and opens maps, without
a pause. After every pin the answer on the page is compared with what the predictor says of that pupil's photo at
the place the page shows: an answer of another session, or of another pin, is counted as wrong. Pupils speak
Streamlit's protocol without a browser (see `protocol_page`); `--browsers` of them sit at Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from browser_page import BrowserPage
from playwright.async_api import Error, async_playwright
from protocol_page import PageError, ProtocolPage
from requests import RequestException
from server import ROOT, Server, chromium_path, photo_file, running
from websockets.exceptions import WebSocketException

sys.path.insert(0, str(ROOT))
os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # what checks the answers is not to take the server's processors

from crossclip.answers.explain import percent
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

SPECIES = ("Blue Jay", "Mallard", "American Robin", "Northern Cardinal", "Osprey", "American Crow")
PATIENCE = 60.0  # seconds: what takes longer is an error
GOAL = 3.0  # seconds for 95 % of the answers
FAILURES = (Error, PageError, TimeoutError, WebSocketException, RequestException, OSError)


@dataclass
class Tally:
    """What pupils saw: seconds waited for answers, by kind; errors; wrong answers."""

    waits: dict[str, list[float]] = field(default_factory=lambda: {"photo": [], "pin": [], "map": []})
    errors: list[str] = field(default_factory=list)
    wrong: int = 0

    def __str__(self) -> str:
        everything = [wait for waits in self.waits.values() for wait in waits] or [float("nan")]
        kinds = ", ".join(
            f"{kind} {np.median(waits):.2f}/{np.percentile(waits, 95):.2f}"
            for kind, waits in self.waits.items()
            if waits
        )
        return (
            f"{len(everything)} answers, {len(self.errors)} errors, {self.wrong} wrong; "
            f"95 % within {np.percentile(everything, 95):.2f} s of {GOAL:g} (median/95 %, s: {kinds})"
        )


class Pupil:
    """One of the class.

    Args:
        page: opens the app.
    """

    def __init__(
        self, number: int, page: Callable[[], BrowserPage | ProtocolPage], predictor: Predictor, tally: Tally
    ) -> None:
        self.page, self.predictor, self.tally = page, predictor, tally
        self.photo = photo_file(number)
        self.embedding = predictor.embed_photos([self.photo["buffer"]])
        self.random = np.random.default_rng(number)

    async def round(self, pins: int, maps: int) -> None:
        waits = self.tally.waits
        try:
            async with self.page() as page:
                waits["photo"].append(await page.upload(self.photo))
                for across, down in self._places(pins):
                    waits["pin"].append(await page.move_pin(across, down))
                    await self._check_answer(page)
                await page.turn_to_range_map()
                for species in self.random.choice(SPECIES, maps, replace=False).tolist():
                    waits["map"].append(await page.choose_species(species))
                    self.tally.wrong += not (await page.heading()).startswith(species)
        except FAILURES as error:
            self.tally.errors.append(" ".join(f"{type(error).__name__}: {error}".split())[:200])

    def _places(self, count: int) -> list[tuple[float, float]]:
        """Shares of a map's width and height; none on the pin before, which a click there would be for."""
        places = [self.random.random(2)]
        while len(places) < count:
            place = self.random.random(2)
            if abs(place - places[-1]).max() > 0.1:
                places.append(place)
        return [(across, down) for across, down in places]

    async def _check_answer(self, page: BrowserPage | ProtocolPage) -> None:
        latitude, longitude = (await page.place()).split(", ")
        first = self.predictor.identify(self.embedding, Sighting.parse(longitude, latitude)).top(1)[0]
        expected, shown = (first.species, percent(first.probability)), await page.first_answer()
        if shown != expected:
            self.tally.wrong += 1
            print(f"wrong at {latitude}, {longitude}: {shown}, not {expected}", flush=True)


async def teach(options: argparse.Namespace, server: Server) -> None:
    predictor = Predictor.from_pretrained(ROOT / "assets" / "demo")
    tallies = {"without a browser": Tally(), "in Chromium": Tally()}
    async with AsyncExitStack() as stack:
        browser = None
        if options.browsers:
            playwright = await stack.enter_async_context(async_playwright())
            browser = await playwright.chromium.launch(executable_path=chromium_path(playwright), args=["--no-sandbox"])

        def pupil(number: int) -> Pupil:
            if number < options.browsers:
                return Pupil(
                    number, lambda: BrowserPage(browser, server.address, PATIENCE), predictor, tallies["in Chromium"]
                )
            return Pupil(
                number, lambda: ProtocolPage(server.address, PATIENCE), predictor, tallies["without a browser"]
            )

        pupils = [pupil(number) for number in range(options.pupils)]
        print(f"{options.pupils} pupils; server before: {server.megabytes:.0f} MB", flush=True)
        for number in range(1, options.rounds + 1):
            await asyncio.gather(*(pupil.round(options.pins, options.maps) for pupil in pupils))
            print(f"round {number}: server {server.megabytes:.0f} MB", flush=True)
            for name, tally in tallies.items():
                if any(tally.waits.values()) or tally.errors:
                    print(f"  so far {name}: {tally}", flush=True)
    for error in sorted({error for tally in tallies.values() for error in tally.errors}):
        print(f"  error: {error}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pupils", type=int, default=30)
    parser.add_argument("--browsers", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--pins", type=int, default=10)
    parser.add_argument("--maps", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(log := Path(folder) / "log") as server:
        asyncio.run(teach(options, server))
        print(f"{log.read_text().count('Traceback')} tracebacks in the server's log")


if __name__ == "__main__":
    main()
