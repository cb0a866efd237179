"""What the systems of a table share."""

import pytest

from tests.conftest import WORLD
from tests.train.worlds import experiment
from train.batches.features import PixelSource, TrunkSource
from train.systems.experiment import Trial
from train.tables.rows import RowsError


def test_an_experiment_has_rows_of_all_splits_of_the_tables_species(world_table, tmp_path):
    shown = experiment(world_table, tmp_path)
    assert shown.species == tuple(sorted(WORLD))
    assert {split: len(rows) for split, rows in shown.photo_rows.items()} == {"train": 48, "validation": 24, "test": 24}


def test_a_split_without_photos_is_refused(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("photo,species,longitude,latitude,date,split\n,Blue Jay,-74,40,,train\n", encoding="utf-8")
    with pytest.raises(RowsError, match="has no photo in the split 'train'"):
        experiment(table, tmp_path)


def test_pixels_are_as_many_as_the_papers_encoder_takes_unless_told(world_table, tmp_path):
    papers, told = experiment(world_table, tmp_path), experiment(world_table, tmp_path, photo_size=32, photo_half=True)
    assert (papers.config("inception_v3").photo_size, papers.config("resnet50").photo_size) == (299, 224)
    config = told.config("inception_v3", place_encoding="wrap")
    assert (config.photo_size, config.photo_resize, config.place_encoding) == (32, 37, "wrap")
    assert config.photo_mean == (0.5, 0.5, 0.5)


def test_photos_are_seen_as_features_where_blocks_are_locked(world_table, tmp_path):
    for locked, kind in ((0, PixelSource), (14, TrunkSource)):
        shown = experiment(world_table, tmp_path, locked_blocks=locked)
        assert isinstance(shown.source(shown.config("mobilenet_v2")), kind)


def test_a_trial_has_a_folder_of_its_own_and_as_many_steps_as_its_epochs_make(world_table, tmp_path):
    shown = experiment(world_table, tmp_path)
    trials = [Trial(shown, "ours", seed, {"ours": rate}) for seed in (0, 1) for rate in (1.0, 3.0)]
    assert len({trial.folder for trial in trials}) == 4
    loop = trials[2].loop(epochs=4, photos=16)
    assert (loop.steps, loop.seed) == (12, 1)
