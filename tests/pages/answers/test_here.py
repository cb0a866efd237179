"""What else is likely at the place."""

import dataclasses

import pytest

from tests.pages.app_runs import DAY, NEW_YORK, choose_date, open_panel, type_place


def test_what_else_is_here_is_a_table_of_all_species(app, predictor):
    choose_date(type_place(app, "40.7, -74"), DAY)
    open_panel(app, "What else is here")
    likely = predictor.checklist(dataclasses.replace(NEW_YORK, date=DAY)).top(None)
    shown = app.dataframe[0].value
    assert list(shown) == ["Species", "Probability", "Scientific name"]  # the first two fit a telephone
    assert shown["Species"].tolist() == [candidate.species for candidate in likely]
    assert shown["Probability"].tolist() == pytest.approx([candidate.probability for candidate in likely])
