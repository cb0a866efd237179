"""Runs read from their folders, seed by seed."""

import dataclasses

import pytest
import torch

from tests.train.report.made_up_runs import LABELS, answers, fused, guesses, write
from train.report.answers import AnswersError
from train.report.runs import heading, read_runs, system_folders

RIGHT, HALF = guesses(*LABELS.tolist()), guesses(0, 1, 1, 0)
FUSED = ("ours", "photo+place+date")


@pytest.fixture
def folder(tmp_path):
    for seed in (10, 2):
        write(tmp_path, "ours", seed, fused(HALF, RIGHT))
    write(tmp_path, "photo", 0, answers(photo=HALF))
    write(tmp_path, "photo", 1, answers(photo=RIGHT))
    return tmp_path


def test_systems_are_found_by_their_folders_and_seeds_come_in_their_order(folder):
    runs = read_runs(system_folders(folder))
    assert set(runs.systems) == {"ours", "photo"}
    assert [run.seed for run in runs.systems["ours"]] == [2, 10]
    assert runs.rows.probability == {}, "rows are kept, probabilities are read again"
    assert [set(one.probability) for one in runs.answers("photo")] == [{"photo"}] * 2


def test_a_measure_is_the_spread_over_seeds_with_an_interval_of_their_mean(folder):
    top1 = read_runs(system_folders(folder)).measures("photo", "photo")["category"]["top1"]
    assert top1["mean"] == pytest.approx(0.75)
    assert top1["sd"] == pytest.approx(0.5 / 2**0.5)
    low, high = top1["interval"]
    assert low <= 0.75 <= high


def test_a_comparison_says_difference_deviations_and_errors_saved(folder):
    compared = read_runs(system_folders(folder)).comparison(FUSED, ("photo", "photo"))
    assert compared["difference"] == pytest.approx(0.25)
    assert compared["error_reduction"] == pytest.approx(1.0)
    assert compared["standard_deviations"] == pytest.approx(0.25 / 0.25)
    itself = read_runs(system_folders(folder)).comparison(FUSED, FUSED)
    assert (itself["difference"], itself["standard_deviations"], itself["error_reduction"]) == (0, None, None)


def test_the_heading_counts_rows_photos_and_what_is_simulated(folder):
    said = heading(read_runs(system_folders(folder)), "birds", "a command")
    counts = {name: said[name] for name in ("rows", "photos", "categories", "species")}
    assert counts == {"rows": 4, "photos": 3, "categories": 3, "species": 2}
    assert said["simulated"]["rows"] == 3


def test_folders_that_do_not_fit_are_one_sentence(folder, tmp_path_factory):
    with pytest.raises(AnswersError, match="holds no test answers: it needs SYSTEM/SEED/"):
        system_folders(tmp_path_factory.mktemp("empty"))
    with pytest.raises(AnswersError, match="there are no test answers to read"):
        read_runs({})
    write(folder, "photo", 2, answers(**{"photo": HALF, "place+date": HALF}))
    with pytest.raises(AnswersError, match="has other branches than"):
        read_runs(system_folders(folder))
    write(folder, "photo", "best", answers(photo=HALF))
    with pytest.raises(AnswersError, match="is not in a folder named for its seed"):
        read_runs(system_folders(folder))


def test_systems_that_answered_other_rows_are_not_compared(folder):
    other = dataclasses.replace(answers(photo=HALF), row=torch.arange(4) + 1)
    write(folder, "zebra", 0, other)
    with pytest.raises(AnswersError, match="answers other test rows than the files before it"):
        read_runs(system_folders(folder))
