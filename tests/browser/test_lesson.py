"""The lesson and its quiz by keyboard alone; the sheet; the projector."""

from pathlib import Path

import pytest

from tests.browser.browsing import drawn, expect, finished, upload

pytestmark = pytest.mark.browser

# Found and measured in one step: a table that is drawn anew in between would have no style.
TYPE_SIZE = "parseFloat(getComputedStyle(document.querySelector('table.bars')).fontSize)"


def test_a_step_of_the_lesson_is_answered_and_the_pin_moved_by_keyboard(context):
    page = context.new_page()
    page.goto("/lesson?step=2")
    expect(page.get_by_role("heading", level=2)).to_have_text("2. Where")
    finished(page)
    page.locator(".st-key-lesson_guess_2_0 button").press("Enter")
    expect(page.locator("table.bars")).to_be_visible()
    before = page.locator("table.bars").inner_html()
    pin = drawn(page).locator(".pin")
    for _ in range(30):
        pin.press("ArrowDown")
    page.wait_for_function("before => document.querySelector('table.bars').innerHTML !== before", arg=before)
    page.get_by_role("button", name="Next: When").press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("3. When")
    page.wait_for_url("**/lesson?step=3")
    assert context.outside == []
    assert context.faults == []


def test_a_question_of_the_quiz_by_keyboard(context):
    page = context.new_page()
    page.goto("/lesson?part=quiz&quiz=3")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Question 1")
    finished(page)
    page.get_by_role("radiogroup", name="Which bird is this?").get_by_role("radio").first.press("Space")
    show = page.get_by_role("button", name="Show the answer")
    expect(show).to_be_enabled()
    show.press("Enter")
    page.get_by_role("button", name="Next question").press("Enter")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Question 2")
    assert context.faults == []


def test_the_sheet_is_downloaded(context):
    page = context.new_page()
    page.goto("/lesson?part=teachers")
    with page.expect_download() as download:
        page.get_by_role("button", name="Teacher's sheet as PDF").click()
    assert download.value.suggested_filename == "crossclip-lesson.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_a_projector_shows_map_and_answer_larger_and_nothing_else(context):
    page = context.new_page()
    page.goto("/?place=40.7,-74")
    upload(page, "bird.png")
    expect(page.locator("table.bars")).to_be_visible()
    finished(page)
    size = page.evaluate(TYPE_SIZE)
    assert size > 0
    page.get_by_text("Projector", exact=True).click()
    page.wait_for_url("**projector=on**")
    finished(page)
    for hidden in ("stFileUploader", "stDateInput", "stDownloadButton", "stTextInput"):
        expect(page.get_by_test_id(hidden).first).to_be_hidden()
    expect(page.locator("table.bars")).to_be_visible()
    expect(drawn(page).locator("#map_div")).to_be_visible()
    page.wait_for_function(f"small => {TYPE_SIZE} > 1.2 * small", arg=size)
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About")
    page.wait_for_url("**/about?projector=on")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    page.get_by_text("Projector", exact=True).click()
    page.wait_for_url("**/about")
    page.wait_for_function("getComputedStyle(document.documentElement).fontSize === '16px'")
    assert context.faults == []
