"""What a person does to a page in a browser, and what there is to wait for."""

import io

import numpy as np
from PIL import Image

try:
    from playwright.sync_api import expect
except ModuleNotFoundError:
    expect = None  # the fixture `chromium` skips every test
else:
    expect.set_options(timeout=90_000)  # two slow cores, busy with other things

PAGES = {
    "": "Which bird is this?",
    "range_map": "Range map",
    "places": "Places the model knows",
    "results": "Results",
    "about": "About",
}
LAND = ".pin-map path.land"


def photograph() -> bytes:
    noise = np.random.default_rng(3).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "PNG")
    return buffer.getvalue()


def shown_percentages(page) -> list[str]:
    return page.locator("table.bars td").filter(has_text="%").all_inner_texts()


def finished(page) -> None:
    """Wait until the page has been drawn as a whole: until then parts of what it was may stand beside it."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def settled(page) -> None:
    """Wait until the page can take a photo."""
    finished(page)
    expect(page.locator("input[type=file]")).to_have_count(1)


def upload(page, *names: str, content: bytes | None = None) -> None:
    settled(page)
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": content or photograph()} for name in names]
    )


def open_page(context, path: str):
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[""])
    page.goto(f"/{path}")
    expect(page.locator(".map-view[data-ready]")).to_be_visible()
    return page
