"""The field for words on the Identify page."""

import pytest

from crossclip.sighting import Sighting
from crossclip.text import LONGEST
from pages.answers.tables import bar_table, ends_of
from tests.pages.app_runs import NEW_YORK, photo_file, press, table, upload, words


def choose_words(app):
    return app.button_group(key="photo_source").set_value("Words").run()


def write(app, text: str, key: str = "identify_words"):
    return app.text_input(key=key).set_value(text).run()


def type_place(app, text: str):
    return app.text_input(key="identify_place").set_value(text).run()


def test_words_are_answered_at_once_with_place_and_date(app, predictor):
    write(choose_words(app), "a blue jay")
    alone = predictor.describe("a blue jay")
    assert table(app) == bar_table(alone.top(5), {"Words only": "text_probability"})
    type_place(app, "40.7, -74")
    answer = predictor.describe("a blue jay", NEW_YORK)
    columns = {"Together": "probability", "Words only": "text_probability", "Place only": "place_probability"}
    assert bar_table(answer.top(5), columns, ends_of(answer, columns)) == table(app)
    assert app.query_params == {"place": "40.7, -74"}, "the words are not in the address"


def test_words_stay_on_a_visit_to_another_page_and_can_be_forgotten(app):
    before = table(app)
    write(choose_words(app), "a blue jay")
    answered = table(app)
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/identify.py").run()
    assert table(app) == answered
    press(app, "Forget the words")
    assert table(app) == before


def test_words_count_together_with_the_photo_they_are_written_beside(app, predictor):
    upload(app, photo_file())
    by_photo = table(app)
    write(choose_words(app), "a blue jay", "identify_words_1")
    text = predictor.embed_texts(["a blue jay"])
    (answer,) = predictor.answers(predictor.embed_photos([photo_file()]), [Sighting()], text)
    headings = {"Together": "probability", "Words only": "text_probability", "Photo only": "photo_probability"}
    assert table(app) == bar_table(answer.top(5), headings)
    assert "They count together with photo 1." in words(app)
    press(app, "Words without the photo")
    assert app.text_input(key="identify_words").value == ""
    press(app, "Photo 1")
    press(app, "No words")
    assert table(app) == by_photo


def test_an_example_is_a_click(app):
    choose_words(app)
    press(app, "large brown hawk, red tail, soaring")
    assert app.text_input(key="identify_words").value == "large brown hawk, red tail, soaring"
    assert "Words only" in table(app)


def test_words_that_say_little_are_said_to(app):
    write(choose_words(app), "zorblax qwfpt")
    assert not app.exception
    assert app.header[0].value == "This says little"
    assert any("Not known to the model: zorblax, qwfpt" in warning.value for warning in app.warning)


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)> jay", "**jay** [x](http://example.org)", "$x$ `jay`"])
def test_markup_is_text(app, text):
    write(choose_words(app), text)
    assert not app.exception
    assert "<img" not in "".join(element.value for element in app.html)
    assert "[x](" not in "".join(element.value for element in app.warning)


def test_too_many_words_are_refused_by_the_field_or_in_one_sentence(app):
    write(choose_words(app), "bird " * 10_000)
    assert not app.exception
    shown = app.text_input(key="identify_words").value
    assert len(shown) <= LONGEST or "400 are read" in app.error[0].value
