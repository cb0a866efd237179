"""The app through AppTest, with the miniature model: what is done to it, and what it shows."""

import io
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest

from crossclip.sighting import Sighting

APP = Path(__file__).resolve().parents[2] / "app.py"
NEW_YORK, DAY = Sighting(-74, 40.7), date(2024, 5, 31)


def open_app(monkeypatch, folder, **query) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def photo_file(seed: int = 0, **saving) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG", **saving)
    return buffer.getvalue()


def located(gps: bool = True, taken: bool = True) -> bytes:
    exif = Image.Exif()
    if gps:
        exif[0x8825] = {1: "N", 2: (40.0, 42.0, 36.0), 3: "W", 4: (74.0, 0.0, 0.0)}
    if taken:
        exif[0x8769] = {0x9003: "2021:05:31 06:00:00"}
    return photo_file(exif=exif)


def upload(app: AppTest, *contents: bytes) -> AppTest:
    return app.file_uploader[0].set_value([("bird.jpg", content, "image/jpeg") for content in contents]).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def place_field(app: AppTest):
    return next(field for field in app.text_input if field.label == "Place")


def type_place(app: AppTest, text: str) -> AppTest:
    return place_field(app).set_value(text).run()


def choose_date(app: AppTest, day: date | None) -> AppTest:
    return app.date_input[0].set_value(day).run()


def open_panel(app: AppTest, name: str) -> AppTest:
    return next(group for group in app.button_group if group.label == "Look closer").set_value(name).run()


def sighting(app: AppTest) -> tuple[str, date | None]:
    return place_field(app).value, app.date_input[0].value


def table(app: AppTest) -> str:
    """The table on the page; asserts that the page has come through without an error of the program."""
    assert not app.exception
    return next(element.value for element in app.html if element.value.startswith("<table"))


def errors(app: AppTest) -> list[str]:
    assert not app.exception
    return [error.value for error in app.error]


def words(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(element.value for element in [*app.markdown, *app.caption])
