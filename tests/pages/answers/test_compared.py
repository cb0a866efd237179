"""The first species and its rival side by side."""

import dataclasses

from crossclip.answers.explain import explain, percent
from pages.answers.compared import differences_table, moved_table
from tests.pages.app_runs import DAY, NEW_YORK, choose_date, open_panel, photo_file, type_place, upload


def test_numbers_of_both_are_those_of_the_answers(predictor):
    asked = dataclasses.replace(NEW_YORK, date=DAY)
    told = explain(predictor, predictor.embed_photos([photo_file()]), asked)
    shown = moved_table(told)
    for one in (told.by_place, told.by_date, told.answer):
        for index in (told.first, told.rival):
            assert f"<td>{percent(one.probability[index]).replace('<', '&lt;').replace('>', '&gt;')}</td>" in shown
    heads = ("The photo alone", "With the place", "With the date", "With both", "The place and date alone")
    assert [shown.index(f"<th scope='row'>{head}</th>") for head in heads] == sorted(
        shown.index(f"<th scope='row'>{head}</th>") for head in heads
    )


def test_field_marks_that_differ_are_named():
    shown = differences_table("Carolina Chickadee", "Northern Cardinal")
    assert "Crown" in shown or "crest" in shown.lower()
    assert differences_table("Carolina Chickadee", "No Such Bird") == ""


def test_the_panel_has_maps_and_the_year(app):
    upload(app, photo_file())
    choose_date(type_place(app, "40.7, -74"), DAY)
    before = len(app.image)
    open_panel(app, "Side by side")
    assert not app.exception
    assert len(app.image) == before + 2
    assert any("Through the year" in element.value for element in app.markdown)
