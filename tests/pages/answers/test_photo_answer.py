"""The answer about a photo, and what is likely without one."""

import csv
import dataclasses

import pytest

from crossclip.answer import write_answers
from crossclip.answers.confidence import verdict
from crossclip.answers.explain import explain
from crossclip.model import CrossClip
from crossclip.predict import Predictor
from crossclip.sighting import Sighting
from pages.answers.tables import bar_table, ends_of
from pages.answers.verdicts import doubt, how_sure
from tests.pages.app_runs import (
    DAY,
    NEW_YORK,
    choose_date,
    open_app,
    photo_file,
    table,
    type_place,
    upload,
    words,
)


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
    upload(app, photo_file())
    alone = predictor.identify(photo_file())
    first = alone.top(1)[0]
    assert app.header[0].value == f"{verdict(alone).headline} (*{first.scientific_name}*)"
    assert how_sure(verdict(alone)) in words(app)
    assert table(app) == bar_table(alone.top(5), {"Photo only": "photo_probability"})
    choose_date(type_place(app, "40.7 -74"), DAY)
    asked = dataclasses.replace(NEW_YORK, date=DAY)
    explanation = explain(predictor, predictor.embed_photos([photo_file()]), asked)
    columns = {
        "Together": "probability",
        "Photo only": "photo_probability",
        "Place and date only": "place_probability",
    }
    assert table(app) == bar_table(explanation.answer.top(5), columns, ends_of(explanation.answer, columns))
    assert " ".join(explanation.sentences()) in words(app)
    assert "simulated" in words(app)


@pytest.mark.parametrize("calibrated", [True, False])
def test_probabilities_are_called_calibrated_only_where_they_are(monkeypatch, tiny_folder, tmp_path, calibrated):
    model = CrossClip.from_pretrained(tiny_folder)
    if not calibrated:
        model.config = dataclasses.replace(model.config, calibration={})
    model.save_pretrained(tmp_path / "model")
    app = upload(open_app(monkeypatch, tmp_path / "model"), photo_file())
    assert ("Calibrated probabilities over" in words(app)) == calibrated
    assert ("not calibrated" in words(app)) != calibrated


def test_a_photo_unlike_what_is_known_is_doubted_in_a_note(monkeypatch, tiny_folder, tmp_path):
    model = CrossClip.from_pretrained(tiny_folder)
    model.config = dataclasses.replace(model.config, photo_threshold=1e6)
    model.save_pretrained(tmp_path / "model")
    app = upload(open_app(monkeypatch, tmp_path / "model"), photo_file())
    said = verdict(Predictor.from_pretrained(tmp_path / "model").identify(photo_file()), familiar=False)
    assert app.header[0].value.startswith(said.headline)
    assert [note.value for note in app.info] == [doubt(said, 5)]
    assert table(app)


def test_the_answer_as_a_table_has_every_species_and_what_was_asked(predictor, tmp_path):
    asked = dataclasses.replace(NEW_YORK, date=DAY)
    answer = predictor.identify(photo_file(), asked)
    write_answers(tmp_path / "answer.csv", [(asked, answer)])
    with open(tmp_path / "answer.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["species"] for row in rows] == [candidate.species for candidate in answer.top(None)]
    assert rows[0]["date"] == "2024-05-31"
    assert float(rows[0]["photo_probability"]) == answer.top(1)[0].photo_probability
