"""A model folder measured on a table: the Predictor's own answers, told more or less, and what is printed."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
import torch
from PIL import Image

from crossclip.sighting import Sighting, sighting_tensor
from tests.conftest import SPECIES
from train import evaluate as command
from train.answering.branches import photo_branches
from train.evaluate import answers_of, evaluate
from train.tables.rows import RowsError, read_rows, rows_of

WHERE = ("-74", "40.7", "2024-05-31")
NOWHERE = ("", "", "")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Five photos, each asked about twice, the last of them without place and date; and places without photo."""
    folder = tmp_path_factory.mktemp("table")
    rng = np.random.default_rng(0)
    rows = []
    for i, species in enumerate(SPECIES):
        Image.fromarray(rng.integers(0, 256, (70, 70, 3), dtype=np.uint8)).save(folder / f"{i}.png")
        for place in (WHERE, (str(-80 - i), str(30 + i), "")) if i < 4 else (NOWHERE, NOWHERE):
            rows.append((f"{i}.png", species, *place, "test", "1" if place != NOWHERE else ""))
        rows += [("", species, str(-70 - i), "41", "2024-01-01", "test", "")] * 2
        rows.append(("", species, "-90", "41", "2024-01-01" if i else "", "train", ""))
        rows.append(("0.png", species, *WHERE, "train", "1"))
    columns = ["photo", "species", "longitude", "latitude", "date", "split", "simulated"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "table.csv", index=False)
    return folder / "table.csv"


@pytest.fixture(scope="module")
def evaluation(tiny_folder, table):
    return evaluate(tiny_folder, table)


def test_every_branch_is_what_the_predictor_answers(predictor):
    photos = predictor.embed_photos([Image.new("RGB", (70, 70), "red"), Image.new("RGB", (70, 70), "blue")])
    place, day = Sighting(-74, 40.7), Sighting(date=date(2024, 5, 31))
    both = Sighting(-74, 40.7, date(2024, 5, 31))
    told = photo_branches(predictor, photos, sighting_tensor([both, both]))
    for branch, sighting in (("photo+place", place), ("photo+date", day), ("photo+place+date", both)):
        answers = predictor.answers(photos, [sighting] * 2)
        assert torch.allclose(told[branch], torch.stack([answer.probability for answer in answers]))
        assert torch.allclose(told["photo"], torch.stack([answer.photo_probability for answer in answers]))
    assert torch.allclose(told["place+date"], torch.stack([answer.place_probability for answer in answers]))
    product = told["photo"] * told["place+date"]
    assert torch.allclose(told["product"], product / product.sum(dim=1, keepdim=True))


def test_a_photo_without_place_and_date_speaks_alone(predictor):
    photos = predictor.embed_photos([Image.new("RGB", (70, 70), "red")] * 2)
    told = photo_branches(predictor, photos, sighting_tensor([Sighting(), Sighting(date=date(2024, 5, 31))]))
    for branch in ("photo+place", "photo+date", "photo+place+date", "product"):
        assert torch.equal(told[branch][0], told["photo"][0])
    assert torch.equal(told["photo+place"][1], told["photo"][1])  # told no date, it knows nothing
    assert not torch.allclose(told["photo+date"][1], told["photo"][1])


def test_rows_of_one_photo_share_its_number(predictor, table):
    answers = answers_of(predictor, rows_of(read_rows(table), predictor.species, "test"))
    assert answers.photo.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert answers.row.tolist() == [0, 1, 4, 5, 8, 9, 12, 13, 16, 17]
    assert answers.simulated.tolist() == [True] * 8 + [False] * 2


def test_an_evaluation_counts_rows_photos_and_what_is_simulated(evaluation):
    counts = {key: evaluation[key] for key in ("rows", "photos", "photo_species", "categories", "species")}
    assert counts == {"rows": 10, "photos": 5, "photo_species": 5, "categories": 5, "species": 5}
    assert evaluation["simulated"]["rows"] == 8
    assert evaluation["prior"]["prior_rows"] == 10
    labels = [line["label"] for line in evaluation["results"]]
    assert labels == [
        "photo only",
        "photo and place",
        "photo and date",
        "photo, place and date",
        "place and date only",
        "plain product",
    ]


def test_the_figures_are_those_of_the_answers(evaluation, predictor, table):
    answers = answers_of(predictor, rows_of(read_rows(table), predictor.species, "test"))
    for line in evaluation["results"]:
        right = (answers.probability[line["branch"]].argmax(dim=1) == answers.labels).double()
        top1 = line["category"]["top1"]
        assert top1["mean"] == right.mean().item()
        assert top1["interval"][0] <= top1["mean"] <= top1["interval"][1]
        assert line["category"]["top5"]["mean"] == 1  # of five species


def test_the_command_prints_a_table_or_json(tiny_folder, table, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["evaluate", "--model", str(tiny_folder), "--table", str(table)])
    command.main()
    printed = capsys.readouterr().out
    assert "tiny on the test rows of table.csv: 10 test rows on 5 photos, 5 categories. Made by" in printed
    assert "Place and date of 8 of 10 test rows are simulated" in printed
    assert "| system | top-1 % | 95 % interval | top-5 % | recall % | calibration error |" in printed
    assert "| photo and place |" in printed
    assert "| prior_rows | 10 |" in printed
    monkeypatch.setattr("sys.argv", ["evaluate", "--model", str(tiny_folder), "--table", str(table), "--json"])
    command.main()
    assert json.loads(capsys.readouterr().out)["rows"] == 10


def test_a_split_without_rows_is_one_sentence(tiny_folder, table):
    with pytest.raises(RowsError, match=r"table\.csv has no row in the split 'validation'"):
        evaluate(tiny_folder, table, "validation")


def test_places_without_photos_are_measured_alone(tiny_folder, table, tmp_path, monkeypatch, capsys):
    places = pd.read_csv(table, dtype=str, keep_default_na=False)
    places[places.photo == ""].to_csv(tmp_path / "places.csv", index=False)
    monkeypatch.setattr("sys.argv", ["evaluate", "--model", str(tiny_folder), "--table", str(tmp_path / "places.csv")])
    command.main()
    printed = capsys.readouterr().out
    assert printed.startswith("| place and date alone, on rows without photo | measured |")
    assert "photo only" not in printed
