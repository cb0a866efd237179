"""Every page through AppTest, with the miniature model. Clicks on the map are in test_browser.py."""

import io
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from streamlit.testing.v1 import AppTest

from crossclip.coverage import COVERAGE_FILE, Coverage
from crossclip.predict import Answer, Candidate, Predictor
from crossclip.sighting import Sighting
from pages._answer import bar_table, leading, percent, what_changed

APP = Path(__file__).resolve().parent.parent / "app.py"


def open_app(monkeypatch, folder) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    return AppTest.from_file(APP, default_timeout=60).run()


@pytest.fixture
def app(monkeypatch, tiny_folder) -> AppTest:
    return open_app(monkeypatch, tiny_folder)


def picture(seed: int = 0, **saving) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG", **saving)
    return buffer.getvalue()


def upload(app: AppTest, content: bytes) -> AppTest:
    return app.file_uploader(key="upload").set_value(("bird.jpg", content, "image/jpeg")).run()


def type_place(app: AppTest, text: str) -> AppTest:
    return app.text_input(key="place").set_value(text).run()


def choose_date(app: AppTest, key: str, day: date | None) -> AppTest:
    app.segmented_control(key=f"{key}_when").set_value("Any time of year" if day is None else "On a date").run()
    return app if day is None else app.date_input(key=f"{key}_day").set_value(day).run()


def table(app: AppTest) -> str:
    """The table on the page; asserts that the page has come through without an error of the program."""
    assert not app.exception
    return next(element.value for element in app.html if element.value.startswith("<table"))


def errors(app: AppTest) -> list[str]:
    assert not app.exception
    return [error.value for error in app.error]


# Identify


def test_without_a_photo_the_page_lists_what_is_likely(app, predictor):
    def expected(sighting: Sighting) -> str:
        likely = predictor.checklist(sighting).top(7)
        return bar_table(likely, {"Probability": "probability"}, full=likely[0].probability)

    assert app.subheader[0].value == "Likely anywhere, at any time of year"
    assert table(app) == expected(Sighting())
    type_place(app, "40.7, -74")
    choose_date(app, "identify", date(2024, 5, 31))
    assert app.subheader[0].value == "Likely at the pin, on 31 May"
    assert table(app) == expected(Sighting(-74, 40.7, date(2024, 5, 31)))


def test_the_page_gives_the_predictors_own_numbers_with_place_and_date_beside_photo_only(app, predictor):
    upload(app, picture())
    alone = predictor.identify(picture())
    assert app.subheader[0].value == alone.top(1)[0].species
    assert table(app) == bar_table(alone.top(5), {"Photo only": "photo_probability"})
    choose_date(type_place(app, "40.7 -74"), "identify", date(2024, 1, 1))
    sighting = Sighting(-74, 40.7, date(2024, 1, 1))
    answer = predictor.identify(picture(), sighting)
    columns = {"With place and date": "probability", "Photo only": "photo_probability"}
    assert table(app) == bar_table(answer.top(5), columns)
    assert what_changed(answer, sighting) in [markdown.value for markdown in app.markdown]
    assert any("simulated" in caption.value for caption in app.caption)


def test_a_new_pin_or_date_does_not_look_at_the_photo_again(app, monkeypatch):
    upload(app, picture())
    monkeypatch.setattr(Predictor, "embed_photos", lambda *_: pytest.fail("the photo was embedded again"))
    before = table(app)
    assert table(type_place(app, "10, 20")) != before
    choose_date(app, "identify", date(2024, 7, 1))
    assert not app.exception


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("91, 0", "Latitude 91 is outside -90 to 90 degrees"),
        ("-74, 181", "Longitude 181 is outside -180 to 180 degrees"),
        ("nan, 0", "Latitude nan is not a number of degrees"),
        ("here, there", "Longitude 'there' is not a number"),
        ("40.7", "Write a place as latitude, longitude"),
        ("40, 7, -74, 0", "Write a place as latitude, longitude"),
    ],
)
def test_a_place_that_cannot_be_is_one_sentence_and_counts_as_no_place(app, text, error):
    unknown = table(app)
    (message,) = errors(type_place(app, text))
    assert message.startswith(error)
    assert table(app) == unknown
    assert errors(type_place(app, "")) == []


def test_no_place_takes_the_pin_away(app):
    unknown = table(app)
    assert table(type_place(app, "40.7, -74")) != unknown
    app.button[0].click().run()
    assert app.text_input(key="place").value == ""
    assert table(app) == unknown


@pytest.mark.parametrize("content", [b"", b"not a picture", picture()[:400], b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_a_broken_picture_is_one_sentence_and_leaves_no_answer_behind(app, content):
    upload(app, picture())
    (message,) = errors(upload(app, content))
    assert message.count(".") >= 1
    assert "\n" not in message
    assert app.subheader[0].value.startswith("Likely anywhere")
    assert errors(upload(app, picture())) == []


def test_place_and_date_come_from_the_photo_and_go_with_it(app):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (40.0, 42.0, 36.0), 3: "W", 4: (74.0, 0.0, 0.0)}
    exif[0x8769] = {0x9003: "2021:05:31 06:00:00"}
    upload(app, picture(exif=exif))
    assert app.text_input(key="place").value == "40.7100, -74.0000"
    assert app.date_input(key="identify_day").value == date(2021, 5, 31)
    assert "Place and date from the photo." in str(app.image[0].proto)
    upload(app, picture(seed=1))
    assert app.text_input(key="place").value == ""
    assert app.segmented_control(key="identify_when").value == "Any time of year"


def test_a_place_the_person_gave_outlives_the_photo(app):
    upload(type_place(app, "40.7, -74"), picture())
    upload(app, picture(seed=1))
    assert app.text_input(key="place").value == "40.7, -74"
    app.file_uploader(key="upload").clear().run()
    assert app.subheader[0].value == "Likely at the pin, at any time of year"


def test_a_visit_to_another_page_loses_nothing(app):
    upload(choose_date(type_place(app, "40.7, -74"), "identify", date(2024, 2, 29)), picture())
    before = table(app)
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/identify.py").run()
    assert table(app) == before
    next(button for button in app.button if button.label == "Remove the photo").click().run()
    assert app.subheader[0].value == "Likely at the pin, on 29 February"


def test_a_pin_far_from_all_records_is_said_to_be_a_guess(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    Coverage.of([-74.0] * 50, [40.7] * 50).write(folder / COVERAGE_FILE)
    app = open_app(monkeypatch, folder)
    assert not type_place(app, "40.7, -74").warning
    assert "is a guess" in type_place(app, "-33, 151").warning[0].value


# The other pages


def test_about_shows_the_models_card(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    app = open_app(monkeypatch, folder).switch_page("pages/about.py").run()
    assert "no card" in app.info[0].value
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n# A card\n", encoding="utf-8")
    app.run()
    assert not app.exception
    assert app.markdown[-1].value.strip() == "## A card"  # a section of the page
    assert any("**5 species**" in markdown.value for markdown in app.markdown)


@pytest.mark.parametrize("missing", [None, "config.json", "model.safetensors"])
def test_a_model_that_cannot_be_loaded_is_one_sentence(monkeypatch, tiny_folder, tmp_path, missing):
    folder = tmp_path / "model"
    if missing:
        shutil.copytree(tiny_folder, folder)
        (folder / missing).unlink()
    app = open_app(monkeypatch, folder)
    (message,) = errors(app)
    assert message.startswith("The model cannot be loaded: ")
    assert (missing or str(folder)) in message
    assert not app.title


# What the pages are made of


def answer_of(together: list[float], alone: list[float]) -> Answer:
    names = ("Ash", "Birch", "Cedar")
    return Answer(names, names, torch.tensor(together), torch.tensor(alone), None)


@pytest.mark.parametrize(
    ("together", "alone", "sentence"),
    [
        ([0.7, 0.2, 0.1], [0.4, 0.3, 0.3], "Ash is first by the photo alone; the place raised it from 40% to 70%."),
        ([0.5, 0.4, 0.1], [0.8, 0.1, 0.1], "Ash is first by the photo alone; the place lowered it from 80% to 50%."),
        ([0.2, 0.7, 0.1], [0.6, 0.3, 0.1], "The photo alone says Ash; with its place, Birch goes from 30% to 70%"),
        ([0.6, 0.3, 0.1], [0.6, 0.2, 0.2], "With its place or without, Ash comes first, at 60%."),
    ],
)
def test_one_sentence_says_what_the_place_changed(together, alone, sentence):
    assert what_changed(answer_of(together, alone), Sighting(0, 0)).startswith(sentence)


def test_the_photos_own_first_species_is_always_in_the_table():
    answer = answer_of([0.7, 0.2, 0.1], [0.1, 0.2, 0.7])
    assert [candidate.species for candidate in leading(answer, 1)] == ["Ash", "Cedar"]
    assert [candidate.species for candidate in leading(answer, 3)] == ["Ash", "Birch", "Cedar"]


def test_names_in_the_table_are_text_and_not_markup():
    assert "<script>" not in bar_table([Candidate(1, "<script>", "<i>", 1.0, 1.0, None)], {"<b>": "probability"})


def test_percentages_never_claim_certainty():
    assert [percent(p) for p in (0.0, 0.0009, 0.0123, 0.0994, 0.0996, 0.5, 0.994, 0.996, 1.0)] == [
        "<0.1%", "<0.1%", "1.2%", "9.9%", "10%", "50%", "99%", ">99%", ">99%",
    ]  # fmt: skip
