"""The Identify page through AppTest, with the miniature model. What needs a browser is in test_browser.py."""

import csv
import dataclasses
import io
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from streamlit.testing.v1 import AppTest

from crossclip.answer_table import write_answers
from crossclip.explain import explain
from crossclip.maps.coverage import COVERAGE_FILE, Coverage
from crossclip.model import CrossClip
from crossclip.predict import Answer, Candidate, Predictor
from crossclip.sighting import Sighting
from pages.answers.tables import bar_table, leading, leading_of_all, side_by_side, small_multiples
from pages.answers.what_if import PLACES, in_seasons
from pages.photos import samples as _gallery
from pages.photos import session_photos as _photos

APP = Path(__file__).resolve().parents[2] / "app.py"
NEW_YORK, DAY = Sighting(-74, 40.7), date(2024, 5, 31)


def open_app(monkeypatch, folder, **query) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.fixture
def app(monkeypatch, tiny_folder) -> AppTest:
    return open_app(monkeypatch, tiny_folder)


def picture(seed: int = 0, **saving) -> bytes:
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
    return picture(exif=exif)


def upload(app: AppTest, *contents: bytes) -> AppTest:
    return app.file_uploader[0].set_value([("bird.jpg", content, "image/jpeg") for content in contents]).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def type_place(app: AppTest, text: str) -> AppTest:
    return app.text_input[0].set_value(text).run()


def choose_date(app: AppTest, day: date | None) -> AppTest:
    return app.date_input[0].set_value(day).run()


def open_panel(app: AppTest, name: str) -> AppTest:
    return next(group for group in app.button_group if group.label == "Look closer").set_value(name).run()


def sighting(app: AppTest) -> tuple[str, date | None]:
    return app.text_input[0].value, app.date_input[0].value


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


# The answer


def test_without_a_photo_the_page_lists_what_is_likely(app, predictor):
    def expected(sighting: Sighting) -> str:
        likely = predictor.checklist(sighting).top(7)
        return bar_table(likely, {"Probability": "probability"}, full=likely[0].probability)

    assert app.header[0].value == "Likely anywhere, at any time of year"
    assert table(app) == expected(Sighting())
    choose_date(type_place(app, "40.7, -74"), DAY)
    assert app.header[0].value == "Likely at the pin, on 31 May"
    assert table(app) == expected(dataclasses.replace(NEW_YORK, date=DAY))


def test_the_page_gives_the_predictors_own_numbers_together_by_photo_and_by_place_and_date(app, predictor):
    upload(app, picture())
    alone = predictor.identify(picture())
    first = alone.top(1)[0]
    assert app.header[0].value == f"{first.species} (*{first.scientific_name}*)"
    assert table(app) == bar_table(alone.top(5), {"Photo only": "photo_probability"})
    choose_date(type_place(app, "40.7 -74"), DAY)
    asked = dataclasses.replace(NEW_YORK, date=DAY)
    explanation = explain(predictor, predictor.embed_photos([picture()]), asked)
    columns = {
        "Together": "probability",
        "Photo only": "photo_probability",
        "Place and date only": "place_probability",
    }
    assert table(app) == bar_table(explanation.answer.top(5), columns)
    assert " ".join(explanation.sentences()) in words(app)
    assert "simulated" in words(app)


def test_a_new_pin_or_date_does_not_look_at_the_photo_again(app, monkeypatch):
    upload(app, picture())
    monkeypatch.setattr(Predictor, "embed_photos", lambda *_: pytest.fail("the photo was embedded again"))
    before = table(app)
    assert table(type_place(app, "10, 20")) != before
    choose_date(app, date(2024, 7, 1))
    assert not app.exception


@pytest.mark.parametrize("calibrated", [True, False])
def test_probabilities_are_called_calibrated_only_where_they_are(monkeypatch, tiny_folder, tmp_path, calibrated):
    model = CrossClip.from_pretrained(tiny_folder)
    if not calibrated:
        model.config = dataclasses.replace(model.config, calibration={})
    model.save_pretrained(tmp_path / "model")
    app = upload(open_app(monkeypatch, tmp_path / "model"), picture())
    assert ("Calibrated probabilities over" in words(app)) == calibrated
    assert ("not calibrated" in words(app)) != calibrated


def test_a_photo_of_nothing_known_is_said_to_be_that(monkeypatch, tiny_folder, tmp_path):
    model = CrossClip.from_pretrained(tiny_folder)
    model.config = dataclasses.replace(model.config, photo_threshold=1e6)
    model.save_pretrained(tmp_path / "model")
    app = upload(open_app(monkeypatch, tmp_path / "model"), picture())
    assert app.header[0].value == "This does not look like a bird I know"
    assert "may be wrong" in words(app)
    assert table(app)


def test_a_pin_far_from_all_records_is_said_to_be_a_guess(monkeypatch, tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    Coverage.of([-74.0] * 50, [40.7] * 50).write(folder / COVERAGE_FILE)
    app = open_app(monkeypatch, folder)
    assert not type_place(app, "40.7, -74").warning
    assert app.warning == []
    assert type_place(app, "-33, 151").warning[0].value.startswith("Few or no records near this place")


# Place and date


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


def test_place_and_date_can_each_be_taken_away(app):
    unknown = table(app)
    choose_date(type_place(app, "40.7, -74"), DAY)
    press(app, "No place")
    assert sighting(app) == ("", DAY)
    assert table(app) != unknown
    press(app, "Any time of year")
    assert sighting(app) == ("", None)
    assert table(app) == unknown


@pytest.mark.parametrize(
    ("gps", "taken", "origin"),
    [
        (True, True, "Place and date from the photo"),
        (True, False, "Place from the photo"),
        (False, True, "Date from the photo"),
    ],
)
def test_place_and_date_come_from_the_photo_each_on_its_own(app, gps, taken, origin):
    upload(app, located(gps, taken))
    assert sighting(app) == ("40.7100, -74.0000" if gps else "", date(2021, 5, 31) if taken else None)
    assert f"{origin}: move the pin" in words(app)
    choose_date(type_place(app, "10, 20"), DAY)
    assert sighting(app) == ("10, 20", DAY)
    assert "from the photo" not in words(app)


def test_a_place_given_before_any_photo_is_taken_for_photos_that_have_none(app):
    choose_date(type_place(app, "10, 20"), DAY)
    upload(app, picture())
    assert sighting(app) == ("10, 20", DAY)
    upload(app, located())
    assert sighting(app) == ("40.7100, -74.0000", date(2021, 5, 31))
    press(press(app, "Remove photo 2"), "Remove photo 1")
    assert app.header[0].value == "Likely at the pin, on 31 May"


# Several photos


def test_each_photo_keeps_its_own_place_date_and_answer(app, predictor):
    upload(app, picture(1), picture(2))
    choose_date(type_place(app, "40.7, -74"), DAY)
    second = table(app)
    press(app, "Photo 1")
    assert sighting(app) == ("", None)
    assert table(app) == bar_table(predictor.identify(picture(1)).top(5), {"Photo only": "photo_probability"})
    type_place(app, "10, 20")
    press(app, "Photo 2")
    assert sighting(app) == ("40.7, -74", DAY)
    assert table(app) == second
    press(app, "Photo 1")
    assert sighting(app) == ("10, 20", None)


def test_a_visit_to_another_page_loses_nothing(app):
    upload(app, picture(1), picture(2))
    choose_date(type_place(app, "40.7, -74"), date(2024, 2, 29))
    before = table(app)
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/identify.py").run()
    assert table(app) == before
    press(app, "Remove photo 2")
    assert sighting(app) == ("", None)
    assert [button.label for button in app.button if button.label.startswith("Photo")] == ["Photo 1"]


def test_one_broken_picture_among_several_is_one_sentence(app):
    (message,) = errors(upload(app, picture(1), b"not a picture", b"nor this", picture(2)))
    assert "is not a picture that can be read" in message
    assert [button.label for button in app.button if button.label.startswith("Photo")] == ["Photo 1", "Photo 2"]
    assert errors(upload(app, picture(3))) == []


def test_more_photos_than_a_session_keeps_are_refused(app, monkeypatch):
    monkeypatch.setattr(_photos, "MOST", 2)
    (message,) = errors(upload(app, picture(1), picture(2), picture(3)))
    assert message == "2 photos are kept at a time: remove one to add another."
    assert errors(press(app, "Remove photo 2")) == []


def test_the_page_says_how_large_a_photo_may_be(app):
    assert "up to 20 MB and 65 million pixels" in words(app)


# Samples


def test_a_sample_comes_with_its_place_and_date_and_is_called_a_drawing(app, monkeypatch, tmp_path):
    (tmp_path / "jay.jpg").write_bytes(picture())
    header = "file,species,plumage,longitude,latitude,date,title\n"
    (tmp_path / "samples.csv").write_text(f'{header}jay.jpg,Blue Jay,adult,-77.0,39.0,2021-10-10,"Blue Jay, adult"\n')
    monkeypatch.setattr(_gallery, "FOLDER", tmp_path)
    _gallery.samples.cache_clear()
    try:
        app.button_group(key="photo_source").set_value("Samples").run()
        assert "Drawings, not photographs" in words(app)
        press(app, "Blue Jay, adult")
    finally:
        _gallery.samples.cache_clear()
    assert sighting(app) == ("39.0000, -77.0000", date(2021, 10, 10))
    assert "Place and date from the sample" in words(app)
    assert "Together" in table(app)


def test_without_samples_there_is_no_gallery(monkeypatch, tmp_path, tiny_folder):
    monkeypatch.setattr(_gallery, "FOLDER", tmp_path)
    _gallery.samples.cache_clear()
    try:
        app = open_app(monkeypatch, tiny_folder)
        assert app.button_group(key="photo_source").options == ["Upload", "Camera"]
    finally:
        _gallery.samples.cache_clear()


# Look closer


def test_the_same_photo_in_four_seasons_and_at_four_places(app, predictor):
    upload(app, picture())
    choose_date(type_place(app, "40.7, -74"), DAY)
    photo = predictor.embed_photos([picture()])
    open_panel(app, "What if: seasons")
    seasons = in_seasons(dataclasses.replace(NEW_YORK, date=DAY))
    answers = dict(zip(seasons, predictor.answers(photo, list(seasons.values())), strict=True))
    shown = small_multiples(answers, leading_of_all(list(answers.values()), 4))
    assert shown in [element.value for element in app.html]
    open_panel(app, "What if: places")
    app.multiselect[0].set_value(["Chicago", "10, 20"]).run()
    asked = {"Chicago": dataclasses.replace(PLACES["Chicago"], date=DAY), "10, 20": Sighting(20, 10, DAY)}
    answers = dict(zip(asked, predictor.answers(photo, list(asked.values())), strict=True))
    assert small_multiples(answers, leading_of_all(list(answers.values()), 4)) in [html.value for html in app.html]
    assert errors(app.multiselect[0].set_value(["Chicago", "<b>here</b>"]).run()) == [
        "Write a place as latitude, longitude in decimal degrees, such as 40.71, -74.01."
    ]


def test_what_else_is_here_is_a_table_of_all_species(app, predictor):
    choose_date(type_place(app, "40.7, -74"), DAY)
    open_panel(app, "What else is here")
    likely = predictor.checklist(dataclasses.replace(NEW_YORK, date=DAY)).top(None)
    shown = app.dataframe[0].value
    assert shown["Species"].tolist() == [candidate.species for candidate in likely]
    assert shown["Probability"].tolist() == pytest.approx([candidate.probability for candidate in likely])


def test_where_the_photo_was_looked_at_is_shown_on_demand(app):
    upload(app, picture())
    before = len(app.image)
    open_panel(app, "Where it looked")
    assert not app.exception
    assert len(app.image) == before + 2
    app.slider[0].set_value(0.2).run()
    assert not app.exception
    press(app, "Remove photo 1")
    assert not app.exception


# The address


def test_a_link_brings_place_date_and_panel(monkeypatch, tiny_folder):
    app = open_app(monkeypatch, tiny_folder, place="40.7, -74", date="2024-05-31", view="here")
    assert sighting(app) == ("40.7000, -74.0000", DAY)
    assert len(app.dataframe) == 1
    press(app, "Any time of year")
    assert app.query_params == {"place": "40.7000, -74.0000", "view": "here"}


@pytest.mark.parametrize(
    "query", [{"place": "91, 0"}, {"place": "<script>"}, {"date": "2024-02-30"}, {"date": "9999-12-31"}, {"view": "x"}]
)
def test_what_an_address_should_not_hold_is_one_sentence(monkeypatch, tiny_folder, query):
    app = open_app(monkeypatch, tiny_folder, **query)
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("The link was followed without its ")
    assert "<" not in warning.value
    assert sighting(app) == ("", None)


def test_the_photo_is_never_in_the_address(app):
    upload(app, located())
    assert set(app.query_params) == {"place", "date"}


# What the page is made of


def answer_of(together: list[float], alone: list[float]) -> Answer:
    names = ("Ash", "Birch", "Cedar")
    return Answer(names, names, torch.tensor(together), torch.tensor(alone), None)


def test_the_photos_own_first_species_is_always_in_the_table():
    answer = answer_of([0.7, 0.2, 0.1], [0.1, 0.2, 0.7])
    assert [(c.species, c.rank) for c in leading(answer, 1)] == [("Ash", 1), ("Cedar", 3)]
    assert [candidate.species for candidate in leading(answer, 3)] == ["Ash", "Birch", "Cedar"]


def test_small_multiples_have_the_species_that_lead_anywhere_in_one_order():
    answers = {"here": answer_of([0.7, 0.2, 0.1], [1, 0, 0]), "there": answer_of([0.1, 0.0, 0.9], [1, 0, 0])}
    order = leading_of_all(list(answers.values()), 2)
    assert order == [2, 0]
    shown = small_multiples(answers, order)
    assert shown.count("<table") == 2
    assert shown.count("Cedar") == shown.count("Ash") == 2
    assert "Birch" not in shown


def test_seasons_are_those_of_the_half_of_the_earth():
    assert next(iter(in_seasons(Sighting()))) == "Winter, 15 January"
    assert next(iter(in_seasons(Sighting(150, -33)))) == "Summer, 15 January"


def test_columns_name_what_is_known():
    assert list(side_by_side(Sighting())) == ["Photo only"]
    assert list(side_by_side(Sighting(1, 2)))[-1] == "Place only"
    assert list(side_by_side(Sighting(1, 2, DAY)))[-1] == "Place and date only"


def test_names_in_a_table_are_text_and_not_markup():
    assert "<script>" not in bar_table([Candidate(1, "<script>", "<i>", 1.0, 1.0, None)], {"<b>": "probability"})
    names = ("<script>",)
    answer = Answer(names, names, torch.ones(1), torch.ones(1), None)
    assert "<script>" not in small_multiples({"<script>": answer}, [0])


def test_the_answer_as_a_table_has_every_species_and_what_was_asked(predictor, tmp_path):
    asked = dataclasses.replace(NEW_YORK, date=DAY)
    answer = predictor.identify(picture(), asked)
    write_answers(tmp_path / "answer.csv", [(asked, answer)])
    with open(tmp_path / "answer.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["species"] for row in rows] == [candidate.species for candidate in answer.top(None)]
    assert rows[0]["date"] == "2024-05-31"
    assert float(rows[0]["photo_probability"]) == answer.top(1)[0].photo_probability
