"""The panels below an answer."""

import dataclasses

import pytest

from tests.pages.app_runs import (
    DAY,
    NEW_YORK,
    choose_date,
    open_panel,
    photo_file,
    press,
    type_place,
    upload,
)


def test_what_else_is_here_is_a_table_of_all_species(app, predictor):
    choose_date(type_place(app, "40.7, -74"), DAY)
    open_panel(app, "What else is here")
    likely = predictor.checklist(dataclasses.replace(NEW_YORK, date=DAY)).top(None)
    shown = app.dataframe[0].value
    assert shown["Species"].tolist() == [candidate.species for candidate in likely]
    assert shown["Probability"].tolist() == pytest.approx([candidate.probability for candidate in likely])


def test_where_the_photo_was_looked_at_is_shown_on_demand(app):
    upload(app, photo_file())
    before = len(app.image)
    open_panel(app, "Where it looked")
    assert not app.exception
    assert len(app.image) == before + 2
    app.slider[0].set_value(0.2).run()
    assert not app.exception
    press(app, "Remove photo 1")
    assert not app.exception
