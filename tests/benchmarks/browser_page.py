"""A page of the app in Chromium, with the same acts as one without a browser (`protocol_page`)."""

from __future__ import annotations

from app_speed import ANSWER, CLOCK, FRAME, READY
from playwright.async_api import Browser, expect

SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
GRACE = 3_000  # milliseconds in which a page is drawn to its end
# After an upload the page glides to the answer, and would glide away below a click.
IN_SIGHT = """() => {
    const box = document.querySelector(".st-key-answer h2")?.getBoundingClientRect(), before = window.seen_at
    window.seen_at = box?.top
    return box && box.top === before && box.top >= 0 && box.bottom <= innerHeight
}"""
STILL = 300  # milliseconds


class BrowserPage:
    """One page in a browser context of its own; it times from the event in the browser to the new answer."""

    def __init__(self, browser: Browser, address: str, patience: float) -> None:
        self.browser, self.address, self.patience = browser, address, patience

    async def __aenter__(self) -> BrowserPage:
        view = {"width": 1280, "height": 1000}
        self.context = await self.browser.new_context(base_url=self.address, viewport=view)
        self.context.set_default_timeout(1000 * self.patience)
        self.page = await self.context.new_page()
        await self.page.goto("/")
        self.map = self.page.frame_locator(FRAME)
        await self.map.locator(READY).wait_for()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.context.close()

    async def upload(self, photo: dict) -> float:
        uploader = self.page.locator("input[type=file]")
        seconds = await self._waited(ANSWER, "change", lambda: uploader.set_input_files([photo]))
        await self.page.wait_for_function(IN_SIGHT, polling=STILL)
        return seconds

    async def move_pin(self, across: float, down: float) -> float:
        await self.page.locator(FRAME).scroll_into_view_if_needed()
        position = {"x": 60 + 380 * across, "y": 60 + 280 * down}
        return await self._waited(ANSWER, "click", lambda: self.map.locator("#map_div").click(position=position))

    async def place(self) -> str:
        await self.page.wait_for_selector(SETTLED)
        return await self.page.get_by_label("Place", exact=True).input_value()

    async def first_answer(self) -> tuple[str, str]:
        await self.page.wait_for_selector(SETTLED)
        row = self.page.locator(f"{ANSWER} tbody tr").first
        return await row.locator("b").inner_text(), await row.locator("td").nth(1).inner_text()

    async def turn_to_range_map(self) -> None:
        await self.page.get_by_role("link", name="Range map").click()
        await self.map.locator(f"{READY}.values").wait_for()

    async def choose_species(self, species: str) -> float:
        await self.page.wait_for_selector(SETTLED)
        await self.page.get_by_role("combobox", name="Species").first.fill(species)
        option = self.page.get_by_role("option", name=species).first
        await option.wait_for()
        seconds = await self._waited("h2", "click", option.click)
        await expect(self.page.locator("h2").first).to_contain_text(species, timeout=GRACE)
        return seconds

    async def heading(self) -> str:
        return await self.page.locator("h2").first.inner_text()

    async def _waited(self, selector: str, event: str, act) -> float:
        await self.page.wait_for_selector(SETTLED)
        await self.page.evaluate(CLOCK, [selector, event])
        await act()
        await self.page.wait_for_function("window.waited !== null")
        return await self.page.evaluate("window.waited") / 1000
