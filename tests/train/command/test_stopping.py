"""A run that is asked to stop."""

import os
import signal

import pytest

from tests.train.helpers import learn
from train.command.command import STOPPED, exit_cleanly
from train.command.stopping import Stopped
from train.engine.checkpoint import about, checkpoint_file


class Asking(list):
    """Numbers, before the third of which SIGTERM comes."""

    def __getitem__(self, part):
        for index, number in list(enumerate(self))[part]:
            if index == 2:
                os.kill(os.getpid(), signal.SIGTERM)
            yield number


def test_sigterm_ends_the_step_keeps_the_state_and_the_same_run_goes_on(tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Stopped, match=r"line was stopped after step 3 of 5, .*line.checkpoint.safetensors is kept"):
        learn(Asking([1.0, 2.0, 3.0, 4.0, 5.0]), tmp_path, steps=5)
    assert signal.getsignal(signal.SIGTERM) == before
    assert about(checkpoint_file(tmp_path, "line"))[0].step == 3
    assert learn([1.0, 2.0, 3.0, 4.0, 5.0], tmp_path, steps=5) == [-6, -10, -15]


def test_the_command_says_so_and_leaves_with_a_code_of_its_own(capsys):
    def stop():
        raise Stopped("pretrain was stopped after step 3 of 5")

    with pytest.raises(SystemExit) as left:
        exit_cleanly(stop)
    assert left.value.code == STOPPED == 75
    assert "stopped: pretrain was stopped after step 3 of 5; the same command goes on" in capsys.readouterr().err
