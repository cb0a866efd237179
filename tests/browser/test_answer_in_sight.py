"""The answer comes into sight, on a screen of any size, and what is opened does."""

import pytest

from tests.browser.browsing import expect, photograph, settled, upload

pytestmark = pytest.mark.browser

SIZES = {"laptop": (1280, 720), "telephone": (390, 844)}
CROPPER = "iframe[title*=cropper]"


def comes_into_sight(page, height: int) -> None:
    """Wait until the panel that was opened lies in the upper part of a screen of this height, and stands still."""
    page.wait_for_function(
        """limit => {
            const before = window.top_before
            window.top_before = document.querySelector('.st-key-closer')?.getBoundingClientRect().top
            return top_before === before && top_before >= 0 && top_before < 0.6 * limit
        }""",
        arg=height,
        polling=300,
    )


@pytest.mark.parametrize("size", SIZES)
def test_after_an_upload_the_answer_is_in_sight_and_so_is_a_panel(context, size):
    page = context.new_page()
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/")
    upload(page, "bird.png")
    heading = page.locator(".st-key-answer h2")
    expect(page.get_by_alt_text("Photo 1").first).to_be_visible()
    page.wait_for_function(
        "limit => { const box = document.querySelector('.st-key-answer h2')?.getBoundingClientRect();"
        " return box && box.top > 0 && box.bottom < limit }",
        arg=height,
    )
    expect(heading).to_be_visible()
    page.get_by_role("radio", name="What if: seasons").press("Enter")
    expect(page.locator(".multiples, [data-testid=stAlert]").first).to_be_visible()
    comes_into_sight(page, height)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert context.faults == []


def test_a_photo_that_is_chosen_while_another_is_under_way_is_not_lost(context):
    page = context.new_page()
    page.goto("/")
    settled(page)
    field = page.locator("input[type=file]")
    for name in ("one.png", "two.png", "three.png"):
        field.set_input_files([{"name": name, "mimeType": "image/png", "buffer": photograph()}])
        expect(page.locator(f"[data-testid=stFileChip][aria-label^='{name}']")).to_be_attached()
    for number in (1, 2, 3):
        expect(page.get_by_role("button", name=f"Photo {number}", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Photo 4", exact=True)).to_have_count(0)
    assert context.faults == []


def test_the_square_is_dragged_over_the_bird_and_the_answer_follows(context):
    page = context.new_page()
    page.goto("/")
    upload(page, "bird.png")
    table = page.locator(".st-key-answer table.bars")
    expect(table).to_be_visible()
    settled(page)
    before = table.inner_text()
    page.get_by_role("radio", name="Cut out the bird").click()
    canvas = page.frame_locator(CROPPER).locator("canvas.upper-canvas")
    expect(canvas).to_be_visible()
    settled(page)
    comes_into_sight(page, 1000)
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 + 10, steps=5)
    page.mouse.up()
    expect(page.get_by_role("button", name="Whole photo")).to_be_visible()
    expect(table).not_to_have_text(before, use_inner_text=True)
    page.get_by_role("button", name="Whole photo").click()
    expect(page.get_by_role("button", name="Whole photo")).to_have_count(0)
    assert context.outside == []
    assert context.faults == []
