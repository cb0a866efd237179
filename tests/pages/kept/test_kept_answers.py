"""Kept answers as rows and as a file."""

import csv

import pytest
import streamlit as st

from crossclip.sighting import Sighting
from pages.kept import kept_answers as module
from pages.kept.kept_answers import COLUMNS, FIRST, keep, kept_answers, kept_rows, write_kept
from tests.pages.app_runs import DAY, photo_file

HERE = Sighting(-74.0, 40.7, DAY)


@pytest.fixture
def answer(predictor, monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    return predictor.identify(photo_file(1), HERE)


def test_an_answer_is_kept_once_with_its_first_three(answer):
    keep(answer, HERE, "Photo 1", photo_file(1))
    keep(answer, HERE, "Photo 1", photo_file(1))
    (row,) = kept_rows(kept_answers())
    assert row["Photo"].startswith("data:image/jpeg")
    assert (row["About"], row["Place"], row["Date"]) == ("Photo 1", "40.70, -74.00", "2024-05-31")
    assert row["First"].startswith(answer.top(1)[0].species)
    assert "Third" in row


def test_no_more_are_kept_than_fit(answer, monkeypatch):
    monkeypatch.setattr(module, "MOST", 1)
    keep(answer, HERE)
    keep(answer, Sighting())
    assert len(kept_answers()) == 1


def test_the_file_has_a_row_a_species(answer, tmp_path):
    keep(answer, HERE, words="small, blue")
    write_kept(tmp_path / "kept.csv", kept_answers())
    with open(tmp_path / "kept.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    assert len(rows) == FIRST
    assert (rows[0]["words"], rows[0]["date"]) == ("small, blue", "2024-05-31")
