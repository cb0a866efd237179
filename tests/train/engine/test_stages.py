"""Stages that run once."""

import pytest
from torch import nn

from crossclip.errors import CrossClipError
from train.engine.stages import Stage, Stages
from train.systems.experiment import Experiment, Trial
from train.systems.settings import ExperimentSettings


def test_weights_of_another_shape_are_not_overwritten(tmp_path):
    settings = ExperimentSettings(dataset="", output=str(tmp_path))
    trial = Trial(Experiment(settings, (), {}), "ours", 0, {"ours": 1.0})
    trial.stages.run(nn.Linear(2, 2), Stage("one", lambda folder: None))
    before = (trial.folder / "one.safetensors").read_bytes()
    with pytest.raises(CrossClipError, match="of a system of another shape: remove"):
        trial.stages.run(nn.Linear(3, 2), Stage("one", lambda folder: pytest.fail("trained again")))
    assert (trial.folder / "one.safetensors").read_bytes() == before


def test_a_finished_stage_is_read_back_and_the_time_of_each_is_kept(tmp_path):
    learned = nn.Linear(2, 2)

    def learn(folder):
        assert folder == tmp_path / "one"
        nn.init.constant_(learned.weight, 3.0)

    stages = Stages(tmp_path)
    stages.run(learned, Stage("one", learn), Stage("two", lambda folder: nn.init.constant_(learned.bias, 1.0)))
    again = nn.Linear(2, 2)
    stages.run(again, *(Stage(name, lambda folder: pytest.fail("trained again")) for name in ("one", "two")))
    assert (again.weight == 3).all()
    assert (again.bias == 1).all()
    assert [line.split()[0] for line in (tmp_path / "seconds.txt").read_text().splitlines()] == ["one", "two"]
    assert stages.seconds >= 0
