"""The measure of descriptions, and the baseline."""

import csv
from pathlib import Path

import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.field_marks import field_marks
from train.words.baseline import TableBaseline
from train.words.evaluate import LABELS, read_descriptions, report, right_in_first, with_place

TEST_SET = Path(__file__).parents[2] / "data" / "descriptions.csv"
SPECIES = tuple(field_marks())


@pytest.fixture(scope="module")
def baseline() -> TableBaseline:
    return TableBaseline(SPECIES[:60])


def test_the_test_set_is_whole():
    asked = read_descriptions(TEST_SET, SPECIES)
    assert len(asked.texts) >= 100
    assert asked.left_out == 0
    assert not asked.sightings.isnan().any()
    assert len(set(asked.texts)) == len(asked.texts)


def test_rows_of_unknown_species_are_left_out(tmp_path):
    path = tmp_path / "descriptions.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ("text", "species", "latitude", "longitude", "date"),
                ("red", "Northern Cardinal", "", "", ""),
                ("fat", "Dodo", "", "", ""),
            ]
        )
    asked = read_descriptions(path, SPECIES)
    assert (asked.texts, asked.left_out) == (("red",), 1)
    assert asked.sightings.isnan().all()
    with pytest.raises(CrossClipError, match="no species that the model knows"):
        read_descriptions(path, ("Blue Jay",))


def test_a_tie_is_no_success():
    assert right_in_first(torch.full((1, 20), 0.05), torch.tensor([3])) == (0.0, 0.0, 0.0)
    assert right_in_first(torch.tensor([[0.2, 0.5, 0.3]]), torch.tensor([2])) == (0.0, 1.0, 1.0)


def test_place_is_multiplied():
    both = with_place(torch.tensor([[0.6, 0.4]]), torch.tensor([[0.1, 0.9]]))
    torch.testing.assert_close(both, torch.tensor([[0.06, 0.36]]) / 0.42)


def test_the_baseline_finds_a_row_by_its_words(baseline):
    row = field_marks()[SPECIES[30]]
    probability = baseline.probabilities([", ".join(map(str, row.marks)), "zzzz"])
    assert int(probability[0].argmax()) == 30
    torch.testing.assert_close(probability[1], torch.full((60,), 1 / 60))


def test_the_report_has_a_line_for_each_way_of_asking():
    text = report({**dict.fromkeys(LABELS, (0.4, 0.8, 0.92)), "rows": 150, "left_out": 2})
    assert text.count("0.920") == len(LABELS)
    assert "Left out: 2" in text
