"""Place and date, given by hand."""

import shutil
from pathlib import Path

import pytest

from crossclip.maps.land.coverage import COVERAGE_FILE, Coverage
from tests.pages.app_runs import (
    DAY,
    choose_date,
    errors,
    open_app,
    press,
    sighting,
    table,
    type_place,
)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("91, 0", "Latitude 91 is outside -90 to 90 degrees"),
        ("-74, 181", "Longitude 181 is outside -180 to 180 degrees"),
        ("*Qqqqqq*, there", "'\\*Qqqqqq\\*, there' is not known as a place: write a town such as Duluth, MN"),
        ("40.7", "'40.7' is not latitude, longitude: write a town such as Duluth, MN"),
        ("40, 7, -74, 0", "'40, 7, -74, 0' is not latitude, longitude"),
    ],
)
def test_a_place_that_cannot_be_is_one_sentence_and_counts_as_no_place(app, text, error):
    unknown = table(app)
    (message,) = errors(type_place(app, text))
    assert message.startswith(error)
    assert table(app) == unknown
    assert errors(type_place(app, "")) == []


def test_place_and_date_can_each_be_taken_away(app):
    unknown = table(app)
    choose_date(type_place(app, "40.7, -74"), DAY)
    press(app, "No place")
    assert sighting(app) == ("", DAY)
    assert table(app) != unknown
    press(app, "Any time of year")
    assert sighting(app) == ("", None)
    assert table(app) == unknown


def test_a_pin_far_from_all_records_is_said_to_be_a_guess(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    Coverage.of([-74.0] * 50, [40.7] * 50).write(folder / COVERAGE_FILE)
    app = open_app(monkeypatch, folder)
    assert not type_place(app, "40.7, -74").warning
    assert app.warning == []
    assert type_place(app, "-33, 151").warning[0].value.startswith("Few or no records near this place")
