"""Measured mistakes as a table; none where nothing was measured."""

import json

import pytest

from pages.report.mistakes import SHOWN, measured_mistakes, mistakes_table

PAIR = {"species": "Wren <b>", "said": "Jay", "photos": 8, "by_photo": 2, "with_place": 0.5}


@pytest.mark.parametrize("text", [None, "{}", "[]", "{", json.dumps({"confusions": {"pairs": []}})])
def test_without_figures_there_are_no_mistakes(tmp_path, text):
    if text is not None:
        (tmp_path / "figures.json").write_text(text)
    assert measured_mistakes(tmp_path) is None
    assert measured_mistakes(None) is None


def test_a_pair_is_a_row_with_how_often_of_how_many(tmp_path):
    (tmp_path / "figures.json").write_text(json.dumps({"confusions": {"pairs": [PAIR] * 20}}))
    html = mistakes_table(measured_mistakes(tmp_path)["pairs"])
    assert html.count("<tr>") == SHOWN + 1
    assert "Wren &lt;b&gt;" in html
    assert "2 of 8" in html
    assert "0.5 of 8" in html
    assert "width:25.0%" in html
