"""True names mark the answers."""

import pytest

from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from pages.many.lines import Line
from pages.many.marks import NO_ANSWER, OFF_LIST, RIGHT, WRONG, marks, score, true_column
from tests.pages.many.many_runs import A

COLUMNS = ("photo", "latitude", "longitude", "date", "note", "bird")


@pytest.fixture
def lines(predictor) -> list[Line]:
    """Answers to one photo under several true names."""
    answer = predictor.identify(A[1], Sighting())
    first, second, *_ = answer.top(2)
    names = [first.species.upper(), second.scientific_name, "Dodo", ""]
    blank = dict.fromkeys(COLUMNS, "")
    told = [Line(blank | {"bird": name, "note": "a note"}, None, answer) for name in names]
    return [*told, Line(blank | {"bird": first.species}, None, CrossClipError("broken"))]


def test_every_name_is_judged(lines, predictor):
    marked = marks(lines, "bird", predictor)
    assert [mark and mark.verdict for mark in marked] == [RIGHT, WRONG, OFF_LIST, None, NO_ANSWER]
    assert marked[0].name == marked[0].said
    assert marked[0].by_photo
    assert not marked[1].by_photo
    assert score(marked).startswith("1 of 2 answers are right; by the photo alone 1. 1 true names are not on")


def test_the_column_that_holds_names_of_species_is_found(lines, predictor):
    assert true_column(lines, COLUMNS, predictor) == "bird"
    assert true_column(lines, COLUMNS[:-1], predictor) is None
    assert true_column(lines, COLUMNS[:4], predictor) is None
