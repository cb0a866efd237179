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
    "many_photos": "Many photos",
    "lesson": "Lesson",
    "results": "Results",
    "about": "About",
}
FRAME = "iframe[title*=folium]"  # which streamlit-folium puts a map in
READY = ".crossclip[data-ready]"


def photograph() -> bytes:
    noise = np.random.default_rng(3).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "PNG")
    return buffer.getvalue()


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
    drawn(page)
    return page


def drawn(page):
    """The frame of the page's map, once it shows what it has to show."""
    frame = page.frame_locator(FRAME)
    expect(frame.locator(READY)).to_be_visible()
    return frame


def click_map(frame, right: float, down: float) -> None:
    """Click the first map at a share of its width and height."""
    box = frame.locator("#map_div").bounding_box()
    frame.locator("#map_div").click(position={"x": box["width"] * right, "y": box["height"] * down})
