"""The real app in Chromium, cut off from everything but its own server."""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image

from crossclip.explain import percent
from crossclip.maps import Atlas
from crossclip.maps.weeks import week_day
from crossclip.sighting import Sighting
from tests.train.report.made_up_runs import write_results

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect
expect.set_options(timeout=90_000)  # two slow cores, busy with other things
pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "": "Which bird is this?",
    "range_map": "Range map",
    "places": "Places the model knows",
    "results": "Results",
    "about": "About",
}
# On the address of a page Streamlit first looks for its server below that address.
LOOKS_FOR_SERVER = re.compile(rf"/({'|'.join(filter(None, PAGES))})/_stcore/(health|host-config)$")
LAND = ".pin-map path.land"
START_SECONDS = 120


@pytest.fixture(scope="module")
def server(tiny_folder, tmp_path_factory):
    """Address of `streamlit run app.py` with the miniature model."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    results = write_results(tmp_path_factory.mktemp("made-up"))
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless=true",
        f"--server.port={port}",
        "--server.address=127.0.0.1",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env=os.environ | {"CROSSCLIP_MODEL": str(tiny_folder), "CROSSCLIP_RESULTS": str(results)},
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not healthy(address):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()
    assert "Traceback" not in log.read_text()


def healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = own if own.is_file() else shutil.which("chromium") or shutil.which("google-chrome")
        if path is None:
            pytest.skip("Chromium is missing: run `playwright install chromium`")
        camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *camera])
        yield browser
        browser.close()


@pytest.fixture
def context(chromium, server):
    """A browser that reaches the server alone; what it wanted from elsewhere is in `context.outside`."""
    context = chromium.new_context(base_url=server, viewport={"width": 1280, "height": 1000}, service_workers="block")
    context.set_default_timeout(90_000)
    context.outside, context.faults = [], []
    own = urlsplit(server).netloc

    def gate(route):
        if urlsplit(route.request.url).netloc == own:
            route.continue_()
        else:
            context.outside.append(route.request.url)
            route.abort()

    def complain(message):
        if message.type == "error" and not LOOKS_FOR_SERVER.search(message.location["url"]):
            context.faults.append(f"{message.text} ({message.location['url']})")

    def watch(page):
        page.on("pageerror", lambda error: context.faults.append(str(error)))
        page.on("console", complain)
        page.on("websocket", lambda ws: urlsplit(ws.url).netloc == own or context.outside.append(ws.url))

    context.route("**/*", gate)
    context.on("page", watch)
    yield context
    context.close()


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


def test_upload_a_picture_set_the_pin_and_read_the_new_answer(context, predictor):
    page = context.new_page()
    page.goto("/")
    upload(page, "bird.png")
    expect(page.locator("table.bars th")).to_have_text(["Species", "Photo only"])
    alone = predictor.identify(photograph()).top()
    expect(page.get_by_role("heading", level=2)).to_have_text(f"{alone[0].species} ({alone[0].scientific_name})")
    assert shown_percentages(page) == [percent(candidate.probability) for candidate in alone]

    settled(page)
    place, pin = page.get_by_label("Place", exact=True), page.locator(".pin-map .pin")
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
        expect(page.locator("table.bars td").filter(has_text="%")).to_have_text(expected)
        return place.input_value()

    # Where on the map a click lands is noted by the page: the map may move on the screen before it does.
    page.evaluate("""() => {
        const map = document.querySelector('.pin-map')
        const onMap = (x, y) => [x - map.getBoundingClientRect().x, y - map.getBoundingClientRect().y]
        window.centre = (element, box = element.getBoundingClientRect()) =>
            onMap(box.x + box.width / 2, box.y + box.height / 2)
        map.addEventListener('click', event => { window.clicked = onMap(event.clientX, event.clientY) })
    }""")
    chosen = ""
    for x, y in ((150, 120), (260, 300)):
        page.locator(".pin-map").click(position={"x": x, "y": y})
        chosen = answered(chosen)
        clicked, drawn = page.evaluate("[window.clicked, centre(document.querySelector('.pin-map .pin'))]")
        assert drawn == pytest.approx(clicked, abs=3)
    pin.drag_to(page.locator(".pin-map"), target_position={"x": 400, "y": 200})
    chosen = answered(chosen)
    pin.press("ArrowLeft")
    answered(chosen)

    page.get_by_role("button", name="No place").click()
    expect(place).to_have_value("")
    expect(pin).to_have_count(0)
    assert context.outside == []
    assert context.faults == []


def test_a_photo_is_taken_with_the_camera(context):
    page = context.new_page()
    page.goto("/")
    finished(page)
    page.get_by_role("radio", name="Camera").click()
    page.wait_for_function("document.querySelector('video')?.readyState === HTMLMediaElement.HAVE_ENOUGH_DATA")
    page.get_by_role("button", name="Take Photo").click()
    expect(page.get_by_alt_text("Photo 1").first).to_be_visible()
    expect(page.locator("table.bars th")).to_have_text(["Species", "Photo only"])
    assert context.outside == []
    assert context.faults == []


def test_the_answer_is_downloaded_as_a_figure_and_as_numbers(context):
    page = context.new_page()
    page.goto("/")
    upload(page, "bird.png")
    starts = {"PNG": b"\x89PNG", "SVG": b"<?xml", "PDF": b"%PDF", "CSV": b"latitude,longitude,date,rank"}
    for name, start in starts.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert download.value.suggested_filename == f"answer-photo-1.{name.lower()}"
        assert Path(download.value.path()).read_bytes().startswith(start)


def test_a_species_of_the_checklist_opens_its_map(context, predictor):
    page = context.new_page()
    page.goto("/?place=40.7,-74&view=here")
    likeliest = predictor.checklist(Sighting(-74, 40.7)).top(1)[0].species
    # The box that chooses the first row of a table drawn on a canvas.
    page.locator("[data-testid=stDataFrame] .dvn-scroller").click(position={"x": 12, "y": 52})
    expect(page.get_by_role("heading", level=1)).to_have_text("Range map")
    expect(page.get_by_role("heading", level=2).first).to_contain_text(likeliest)


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
        expect(page.locator("[data-testid=stAlert]")).to_contain_text("This file")
        expect(page.locator("[data-testid=stAlert]")).to_have_count(1)
        upload(page, "bird.png")
        expect(page.locator("[data-testid=stAlert]")).to_have_count(0)
        settled(page)
        page.get_by_role("button", name="Remove photo").click()
        expect(page.get_by_role("button", name="Remove photo")).to_have_count(0)
    assert context.outside == []
    assert context.faults == []


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_the_screen_and_asks_nothing_of_the_outside(context, width):
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 850})
    for path, title in PAGES.items():
        page.goto(f"/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        if path in ("range_map", "places"):
            expect(page.locator(".map-view[data-ready] canvas").first).to_be_visible()
        if path == "":
            expect(page.locator(LAND).first).to_be_attached()
        if path == "results":
            expect(page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
        page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
    assert context.outside == []
    assert context.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [*PAGES, "range_map?other=Blue+Jay&place=41.9,-87.6", "places?place=41.9,-87.6"])
def test_axe_finds_no_fault_but_minor_ones(context, address, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[address.partition("?")[0]])
    if not address:
        upload(page, "bird.png")
        expect(page.locator("table.bars th")).to_have_text(["Species", "Photo only"])
    finished(page)
    assert context.faults == []
    faults = [fault for fault in axe.run(page).response["violations"] if fault["impact"] != "minor"]
    assert not faults, [(node["html"], node["failureSummary"]) for fault in faults for node in fault["nodes"]]


def test_the_map_is_downloaded_as_a_figure_and_as_numbers(context):
    page = context.new_page()
    page.goto("/range_map")
    for name, start in (("PNG", b"\x89PNG"), ("CSV", b"longitude,latitude,value"), ("GeoJSON", b'{"type"')):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert re.fullmatch(rf"european-starling-2023-07-02\.{name.lower()}", download.value.suggested_filename)
        assert Path(download.value.path()).read_bytes().startswith(start)
    assert context.outside == []


def test_street_tiles_are_the_one_thing_that_is_fetched_and_only_when_switched_on(context):
    page = context.new_page()
    page.goto("/")
    expect(page.locator(LAND).first).to_be_attached()
    assert context.outside == []
    with page.expect_event("requestfailed", lambda request: "openstreetmap" in request.url):
        page.get_by_text("Streets, from openstreetmap.org").click()
    assert {urlsplit(url).netloc for url in context.outside} == {"tile.openstreetmap.org"}


def open_page(context, path: str):
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[""])
    page.goto(f"/{path}")
    expect(page.locator(".map-view[data-ready]")).to_be_visible()
    return page


def test_the_year_plays_in_the_browser_and_stops_at_a_week_that_a_link_keeps(context):
    page = open_page(context, "range_map")
    week, heading = page.get_by_role("slider", name="Week of the year"), page.get_by_role("heading", level=2)
    expect(week).to_have_value("27")
    before = heading.inner_text()
    week.evaluate("""slider => {
        Object.assign(window, { slider, seen: new Set() })
        setInterval(() => window.seen.add(slider.value), 20)
    }""")
    page.get_by_role("button", name="Play the year").press("Enter")
    page.wait_for_function("window.seen.size === 52 && window.slider.value > 30")
    page.get_by_role("button", name="Pause").press("Enter")
    page.wait_for_url("**/range_map?week=*")
    stopped = week.input_value()
    assert page.url.endswith(f"week={stopped}")
    expect(heading).not_to_have_text(before)  # the address follows before the map is drawn
    shown = heading.inner_text()
    page.reload()
    expect(heading).to_have_text(shown)
    expect(week).to_have_value(stopped)
    week.press("Home")
    expect(heading).to_have_text("European Starling, on 1 January")
    page.wait_for_url("**/range_map?week=1")
    page.go_back()
    expect(heading).to_have_text(shown)
    assert context.outside == []
    assert context.faults == []


def test_a_click_on_the_map_gives_the_value_there_and_the_menu_keeps_it(context, predictor):
    page = open_page(context, "range_map?week=3")
    canvas = page.get_by_role("img", name="Map of European Starling")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.55})
    place = page.get_by_label("Value at a place")
    expect(place).not_to_have_value("")
    latitude, longitude = map(float, place.input_value().split(", "))
    assert (longitude, latitude) == (pytest.approx(-170 + 0.6 * 120, abs=0.3), pytest.approx(75 - 0.55 * 65, abs=0.3))
    value = Atlas(predictor).species_map("European Starling", week_day(3), resolution=0.5).at(longitude, latitude)
    expect(page.get_by_text(f"European Starling: {100 * value:.2g}%.")).to_be_visible()
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About")
    page.get_by_role("link", name="Range map").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("European Starling, on 15 January")
    page.wait_for_url("**/range_map?week=3&place=*")
    assert context.faults == []


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
