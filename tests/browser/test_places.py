"""Places like the one that is clicked."""

import pytest

from tests.browser.browsing import (
    expect,
    open_page,
)

pytestmark = pytest.mark.browser


def test_places_like_the_one_that_is_clicked_and_the_way_back(context):
    page = open_page(context, "places")
    heading, canvas = page.get_by_role("heading", level=2), page.get_by_role("img", name="Map of North America")
    expect(heading).to_contain_text("North America")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.55})
    expect(heading).to_contain_text("Places like")
    page.wait_for_url("**/places?place=*")
    page.get_by_role("button", name="Back to the colours").click()
    expect(heading).to_contain_text("North America")
    page.wait_for_url("**/places")
    page.go_back()
    expect(heading).to_contain_text("Places like")
    assert context.outside == []
    assert context.faults == []
