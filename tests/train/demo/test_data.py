"""The demo's tables, from a data folder small enough to read."""

import pandas as pd
import pytest

from train.data.occurrences import PLACES_PER_PHOTO
from train.demo.data import DemoData
from train.tables.rows import RowsError


def test_species_need_a_class_and_enough_records_or_survey_runs(demo_data):
    assert demo_data.names == ["Blue Jay", "House Finch", "Painted Bunting"]
    assert list(demo_data.species.scientific_name) == ["Cyanocitta cristata", "Haemorhous mexicanus", "Passerina ciris"]


def test_what_surveys_cover_and_what_rests_on_them_alone(demo_data):
    assert demo_data.covered == ["Blue Jay", "Painted Bunting"]
    assert demo_data.summer_only == ["Painted Bunting"]


def test_counts_are_those_of_each_run_and_zero_is_an_absence(demo_data):
    jay, _, bunting = demo_data.counts.T
    assert set(jay) == {0.0, 3.0}
    assert ((jay > 0) == (demo_data.runs.longitude > -97)).all()
    assert ((bunting > 0) == (demo_data.runs.latitude < 35)).all()


def test_no_cell_is_in_two_splits_whatever_the_source(demo_data):
    tables = pd.concat([demo_data.occurrences, demo_data.feeders, demo_data.runs])
    assert (tables.groupby("cell").split.nunique() == 1).all()
    assert set(demo_data.occurrences.split) == {"train", "validation", "test"}


def test_a_test_photo_gets_places_of_its_species_in_test_cells_only(demo_data):
    table = demo_data.table(demo_data.photos)
    tested = table[(table.split == "test") & (table.photo != "")]
    assert tested.photo.nunique() == 20
    assert len(tested) == 20 * PLACES_PER_PHOTO
    own = demo_data.occurrences
    own = own[(own.species == "Blue Jay") & (own.split == "test")]
    places = pd.MultiIndex.from_frame(tested[["longitude", "latitude"]].astype(float))
    assert places.isin(pd.MultiIndex.from_frame(own[["longitude", "latitude"]])).all()
    trained = table[(table.split == "train") & (table.photo != "")]
    assert (trained.longitude == "").all(), "training photos draw their place anew each step"


def test_part_of_the_training_photos_becomes_validation_and_no_test_photo_does(demo_data):
    assert (demo_data.photos.split == "test").sum() == 20
    assert 0 < (demo_data.photos.split == "validation").sum() < 10


def test_check_photos_are_tests_of_listed_birds(demo_data):
    assert demo_data.check_photos.species.tolist() == ["House Finch"]
    assert set(demo_data.check_photos.split) == {"test"}


def test_draws_of_held_out_species_have_none_in_common(demo_data):
    assert demo_data.held_out_species(0, 1) == {"Blue Jay"}
    assert demo_data.held_out_species(1, 1) == set()


def test_a_folder_without_data_is_one_sentence(no_data):
    with pytest.raises(RowsError, match="is not the data folder"):
        _ = DemoData(no_data).species
