"""Nothing hostile gets in, and nothing is asked of the outside that nobody switched on."""

from urllib.parse import urlsplit

import pytest

from tests.browser.browsing import drawn, expect, settled, upload

pytestmark = pytest.mark.browser


def test_hostile_names_and_files_are_a_sentence_and_nothing_else(context):
    page = context.new_page()
    page.goto("/")
    for name, content in (
        ("../../etc/passwd.jpg", b"root:x:0:0"),
        ("<img src=x onerror=alert(1)>.jpg", b"<svg onload='alert(1)'/>"),
        ("bird.jpg", b"<html><script>alert(1)</script></html>"),
        ("a" * 200 + ".jpg", b"\xff\xd8\xff"),
    ):
        upload(page, name, content=content)
        alert = page.locator("[data-testid=stAlert]").filter(has_text="This file")
        expect(alert).to_have_count(1)
        page.get_by_role("button", name="Dismiss").click()
        expect(alert).to_have_count(0)
        upload(page, "bird.png")
        remove = page.get_by_role("button", name="Remove photo")
        expect(remove).to_be_visible()
        settled(page)
        page.wait_for_function("[...document.images].every((picture) => picture.complete)")
        remove.click()
        expect(page.get_by_role("button", name="Remove photo")).to_have_count(0)
    assert context.outside == []
    assert context.faults == []


def test_street_tiles_are_the_one_thing_that_is_fetched_and_only_when_switched_on(context):
    page = context.new_page()
    page.goto("/")
    drawn(page)
    assert context.outside == []
    with page.expect_event("requestfailed", lambda request: "openstreetmap" in request.url):
        page.get_by_text("Streets, from openstreetmap.org").click()
    assert {urlsplit(url).netloc for url in context.outside} == {"tile.openstreetmap.org"}
