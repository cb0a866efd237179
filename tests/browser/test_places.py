"""Places like the one that is clicked."""

import pytest

from tests.browser.browsing import click_map, drawn, expect, open_page

pytestmark = pytest.mark.browser


def test_places_like_the_one_that_is_clicked_and_the_way_back(context):
    page = open_page(context, "places")
    heading, frame = page.get_by_role("heading", level=2), drawn(page)
    expect(heading).to_contain_text("North America")
    expect(frame.get_by_role("region", name="Map of North America")).to_be_visible()
    click_map(frame, 0.5, 0.5)
    expect(heading).to_contain_text("Places like")
    page.wait_for_url("**/places?place=*")
    page.get_by_role("button", name="Back to the colours").click()
    expect(heading).to_contain_text("North America")
    page.wait_for_url("**/places")
    page.go_back()
    expect(heading).to_contain_text("Places like")
    assert context.outside == []
    assert context.faults == []
