"""Photos and their table are dropped at once; one table of answers comes out."""

import csv
from pathlib import Path

import pytest

from tests.browser.browsing import expect, finished, photograph

pytestmark = pytest.mark.browser
TABLE = b"photo,latitude,longitude,date,bird\na.png,40.7,-74,2024-05-31,Blue Jay\nnone.png,,,,Blue Jay\n"


@pytest.fixture
def page(context):
    page = context.new_page()
    page.goto("/many_photos")
    expect(page.get_by_role("heading", level=1)).to_have_text("Many photos")
    finished(page)
    return page


def drop(page, *files: tuple[str, str, bytes]) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    )
    expect(page.get_by_role("button", name="Download all answers as CSV")).to_be_visible()


def test_photos_and_a_table_become_a_table_of_answers_and_a_reload_is_asked_about(page, context):
    drop(page, ("a.png", "image/png", photograph()), ("sightings.csv", "text/csv", TABLE))
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("none.png is not among the photos")
    expect(page.get_by_text("of 1 answers are right")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all answers as CSV").click()
    with open(Path(download.value.path()), newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["photo"] for row in rows] == ["a.png"] * 5 + ["none.png"]
    assert rows[0]["bird"] == "Blue Jay"
    assert rows[-1]["error"]

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Many photos")
    expect(page.get_by_role("button", name="Download all answers as CSV")).to_have_count(0)
    page.reload()
    assert asked == ["beforeunload"], "there was nothing left to lose"
    assert context.outside == []
    assert context.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_a_table_of_answers_on_a_phone(page, context, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 850})
    page.get_by_role("button", name="Try it with the drawings of the app").click()
    expect(page.get_by_role("button", name="Download all answers as CSV")).to_be_visible()
    finished(page)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
    faults = [fault for fault in axe.run(page).response["violations"] if fault["impact"] != "minor"]
    assert not faults, [(node["html"], node["failureSummary"]) for fault in faults for node in fault["nodes"]]
    assert context.faults == []


def test_a_folder_is_dropped_and_its_table_tells_two_photos_of_one_name_apart(page, context, tmp_path):
    folder = tmp_path / "walk"
    for name in ("one", "two"):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.png").write_bytes(photograph())
    rows = ["photo,latitude,longitude", "one/a.png,40.7,-74", "two/a.png,10,20", "a.png,1,2"]
    (folder / "sightings.csv").write_text("\n".join(rows))
    page.get_by_role("radio", name="A folder").click()
    page.locator("input[webkitdirectory]").set_input_files(folder)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all answers as CSV").click()
    with open(Path(download.value.path()), newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["photo"] for row in rows] == ["one/a.png"] * 5 + ["two/a.png"] * 5 + ["a.png"]
    assert "2 of the photos are called a.png" in rows[-1]["error"]
    assert context.faults == []
