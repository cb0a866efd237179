"""Splits that a data set gives, and those that are carved from its training photos."""

from argparse import ArgumentParser

import pandas as pd
import pytest

from train.data.common import DatasetError
from train.data.splits import add_split_options, carve, with_splits


def table(*splits: str) -> pd.DataFrame:
    photos = [f"{number}.jpg" for number in range(len(splits))]
    blank = dict.fromkeys(("longitude", "latitude", "date"), "")
    return pd.DataFrame({"photo": photos, "species": "Blue Jay", "split": splits, **blank})


def test_splits_that_are_not_given_are_carved_from_the_photos_that_train():
    made = with_splits(table(*[""] * 10), test=0.2, validation=0.25, seed=0)
    assert made.split.value_counts().to_dict() == {"train": 6, "test": 2, "validation": 2}
    again = with_splits(table(*[""] * 10), test=0.2, validation=0.25, seed=0)
    assert again.split.equals(made.split)
    assert made.longitude.isna().all()


def test_splits_that_are_given_stay_under_our_names():
    made = with_splits(table("train", "train", "val", "test"), test=0.5, validation=0.5, seed=0)
    assert made.split.tolist() == ["train", "train", "validation", "test"]


@pytest.mark.parametrize("share", [-0.1, 1.0])
def test_a_share_that_leaves_nothing_is_refused(share):
    with pytest.raises(DatasetError, match="of photos for validation must be from 0 to below 1"):
        carve(table("train"), share, seed=0)


@pytest.mark.parametrize(("test", "options"), [(True, {"test", "validation", "seed"}), (False, {"validation", "seed"})])
def test_a_data_set_with_a_test_split_of_its_own_has_no_option_for_one(test, options):
    parser = ArgumentParser()
    add_split_options(parser, test)
    assert vars(parser.parse_args([])).keys() == options
