"""Which trials fall to which process."""

import pytest

from crossclip.streams.shares import Share
from train.systems import parted as module
from train.systems.parted import parted, wait_for

NAMES = ["photo", "planes", "supcon", "geoprior", "ours"]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 40])
def test_every_trial_falls_to_one_process_behind_the_one_that_it_needs(count):
    shares = [parted(Share(index, count), NAMES, range(3)) for index in range(count)]
    assert sorted(trial for own in shares for trial in own) == sorted((s, n) for s in range(3) for n in NAMES)
    for own in shares:
        for seed, name in own:
            if name == "geoprior":
                assert own.index((seed, "photo")) < own.index((seed, name))


def test_a_system_whose_leader_is_not_asked_for_stands_by_itself():
    assert parted(Share(), ["geoprior", "ours"]) == [(0, "geoprior"), (0, "ours")]


def test_what_is_there_is_not_waited_for_and_what_is_missing_is_named(monkeypatch, capsys):
    made = {"a"}
    wait_for(["a"], made.__contains__)
    assert not capsys.readouterr().err
    monkeypatch.setattr(module.time, "sleep", lambda seconds: made.add("b"))
    wait_for(["a", "b"], made.__contains__)
    assert capsys.readouterr().err == "waiting for what other processes make: b\n"
