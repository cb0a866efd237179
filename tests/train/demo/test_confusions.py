"""Mistakes are counted by photo, and the commonest kept in the figures."""

import pytest

from train.answering.branches import branches_of
from train.demo.confusions import confusions
from train.tables.rows import read_rows, rows_of


@pytest.fixture(scope="module")
def found(predictor, world_table):
    return confusions(predictor, [world_table, world_table])


def test_every_photo_counts_once_and_every_pair_is_a_mistake(found, predictor, world_table):
    rows = rows_of(read_rows(world_table), predictor.species, "test").with_photos()
    said = branches_of(predictor, rows)["photo"].argmax(dim=1)
    assert found["photos"] == 2 * len(rows.distinct_photos)
    assert found["species"] == 4
    assert found["wrong"] == 2 * int((said != rows.labels).sum())
    for pair in found["pairs"]:
        assert pair["species"] != pair["said"]
        assert 0 < pair["by_photo"] <= pair["photos"] == 12
        assert 0 <= pair["with_place"] <= pair["photos"]
    counts = [pair["by_photo"] for pair in found["pairs"]]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == found["wrong"]


def test_no_more_pairs_are_kept_than_a_person_reads(predictor, world_table, found):
    few = confusions(predictor, [world_table], most=1)
    assert few["pairs"][0]["species"] == found["pairs"][0]["species"]
    assert len(few["pairs"]) == 1
