"""A photo comes in, a pin is set, an answer goes out."""

import re
import time
from pathlib import Path

import pytest

from crossclip.answers.confidence import verdict
from crossclip.answers.explain import percent
from crossclip.sighting import Sighting
from tests.browser.browsing import (
    FRAME,
    drawn,
    expect,
    finished,
    photograph,
    settled,
    upload,
)

pytestmark = pytest.mark.browser


def test_upload_a_picture_set_the_pin_and_read_the_new_answer(context, predictor):
    page = context.new_page()
    page.goto("/")
    upload(page, "bird.png")
    expect(page.locator("table.bars th")).to_have_text(["Species", "Photo only"])
    answer = predictor.identify(photograph())
    alone = answer.top()
    expect(page.get_by_role("heading", level=2)).to_contain_text(verdict(answer).headline)
    percentages = page.locator("table.bars td").filter(has_text="%")
    expect(percentages).to_have_text([percent(candidate.probability) for candidate in alone])

    settled(page)
    place, frame = page.get_by_label("Place", exact=True), drawn(page)
    pin, drawn_map = frame.locator(".pin"), frame.locator("#map_div")
    expect(pin).to_have_count(0)

    def answered(before: str) -> str:
        """Wait for the answer at another place than before."""
        expect(place).not_to_have_value(before)
        latitude, longitude = place.input_value().split(", ")
        answer = predictor.identify(photograph(), Sighting.parse(longitude, latitude)).top()
        expected = [
            percent(value)
            for candidate in answer
            for value in (candidate.probability, candidate.photo_probability, candidate.place_probability)
        ]
        expect(percentages).to_have_text(expected)
        return place.input_value()

    # Where on the map a click lands is noted there: the page may move on the screen before it does.
    drawn_map.evaluate("""map => {
        const onMap = (x, y) => [x - map.getBoundingClientRect().x, y - map.getBoundingClientRect().y]
        window.centre = (element, box = element.getBoundingClientRect()) =>
            onMap(box.x + box.width / 2, box.y + box.height / 2)
        map.addEventListener('click', event => {
            window.clicked = onMap(event.clientX, event.clientY)
            window.atOnce = centre(document.querySelector('.pin'))
        })
    }""")
    chosen = ""
    for x, y in ((150, 120), (260, 300)):
        page.locator(FRAME).scroll_into_view_if_needed()
        drawn_map.click(position={"x": x, "y": y})
        chosen = answered(chosen)
        clicked, at_once, later = drawn_map.evaluate("() => [clicked, atOnce, centre(document.querySelector('.pin'))]")
        assert at_once == pytest.approx(clicked, abs=3), "before the answer"
        assert later == pytest.approx(clicked, abs=3)
    pin.drag_to(drawn_map, target_position={"x": 400, "y": 200})
    chosen = answered(chosen)
    pin.press("ArrowLeft")
    answered(chosen)

    page.get_by_role("button", name="No place").click()
    expect(place).to_have_value("")
    expect(pin).to_have_count(0)
    assert context.outside == []
    assert context.faults == []


def press_until_taken(page) -> None:
    """A browser that is kept from its work may hand out no picture at the first press, and then sends none."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    for _ in range(2):
        page.get_by_role("button", name="Take Photo").click()
        until = time.monotonic() + 20
        while not sent and time.monotonic() < until:
            page.wait_for_timeout(100)
        if sent:
            return


def test_a_photo_is_taken_with_the_camera(context):
    page = context.new_page()
    page.goto("/")
    finished(page)
    page.get_by_role("radio", name="Camera").click()
    page.wait_for_function("document.querySelector('video')?.readyState === HTMLMediaElement.HAVE_ENOUGH_DATA")
    press_until_taken(page)
    expect(page.get_by_alt_text("Photo 1").first).to_be_visible()
    expect(page.locator("table.bars th")).to_have_text(["Species", "Photo only"])
    assert context.outside == []
    assert context.faults == []


def test_a_typed_date_counts_with_enter(context):
    page = context.new_page()
    page.goto("/?place=40.7,-74")
    finished(page)
    drawn(page)
    page.wait_for_function("() => Boolean(globalThis.crossclipDates)")
    parts = page.locator("[data-testid=stDateInput] [role=spinbutton]")
    for number, digits in enumerate(("2021", "05", "10")):
        parts.nth(number).press_sequentially(digits)
        expect(parts.nth(number)).to_have_text(digits)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("date=2021-05-10"))
    expect(page.get_by_role("heading", name="Likely at the pin, on 10 May")).to_be_visible()
    assert context.outside == []
    assert context.faults == []


def test_the_answer_is_downloaded_as_a_figure_and_as_numbers(context):
    page = context.new_page()
    page.goto("/")
    upload(page, "bird.png")
    starts = {"PNG": b"\x89PNG", "SVG": b"<?xml", "PDF": b"%PDF", "CSV": b"photo,latitude,longitude,date,rank"}
    for name, start in starts.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert re.fullmatch(rf"answer-photo-1-[a-z-]+\.{name.lower()}", download.value.suggested_filename)
        assert Path(download.value.path()).read_bytes().startswith(start)


def test_a_species_of_the_checklist_opens_its_map(context, predictor):
    page = context.new_page()
    page.goto("/?place=40.7,-74&view=here")
    likeliest = predictor.checklist(Sighting(-74, 40.7)).top(1)[0].species
    # The box that chooses the first row of a table drawn on a canvas.
    page.locator("[data-testid=stDataFrame] .dvn-scroller").click(position={"x": 12, "y": 52})
    expect(page.get_by_role("heading", level=1)).to_have_text("Range map")
    expect(page.get_by_role("heading", level=2).first).to_contain_text(likeliest)
