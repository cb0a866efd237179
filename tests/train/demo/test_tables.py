"""The tables of one variant of the demo model."""

import pandas as pd
import pytest

from train.demo.tables import DemoTables


@pytest.fixture
def tables(demo_data):
    return DemoTables(demo_data, frozenset({"Blue Jay"}))


def test_photos_of_hidden_species_only_test(tables):
    assert "Blue Jay" not in set(tables.table.species[tables.table.photo != ""])
    assert "Blue Jay" in set(tables.table.species[tables.table.photo == ""]), "where it is met is learned"
    held_out = tables.unseen["held-out"]
    assert set(held_out.species) == {"Blue Jay"}
    assert set(held_out.split) == {"test"}


def test_check_photos_choose_temperatures_and_test_at_other_places(tables):
    chosen = tables.table[tables.table.species.eq("House Finch") & tables.table.photo.ne("")]
    assert set(chosen.split) == {"validation"}
    tested = tables.unseen["check"]
    assert set(tested.photo) == set(chosen.photo)
    places = [set(zip(part.longitude, part.latitude, strict=True)) for part in (chosen, tested)]
    assert places[0].isdisjoint(places[1])


def test_without_hidden_species_nothing_is_held_out(demo_data):
    assert set(DemoTables(demo_data, frozenset()).unseen) == {"check"}


def test_tables_are_written_as_training_reads_them(tables, tmp_path):
    tables.write(tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"table.csv", "held-out.csv", "check.csv"}
    written = pd.read_csv(tmp_path / "new/held-out.csv", dtype=str, keep_default_na=False)
    assert written.photo.tolist() == tables.unseen["held-out"].photo.tolist()
