"""What can happen to the processes that decode, said in one sentence."""

import os
import signal

import numpy as np
import pytest
import torch
from PIL import Image

from crossclip.model import CrossClipConfig
from train.batches import crops
from train.batches.crops import Crops
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.command.command import exit_cleanly
from train.tables.rows import Rows

CONFIG = CrossClipConfig(species=("a",), scientific_names=("",), photo_size=32)


def batches(folder, workers):
    for number in range(4):
        Image.new("RGB", (40, 40)).save(folder / f"{number}.png")
    photos = np.array([str(folder / f"{number}.png") for number in range(4)])
    nowhere, nobody = torch.full((4, 3), torch.nan), torch.full((4,), -1)
    rows = Rows(photos, torch.zeros(4, dtype=torch.long), nowhere, 1, torch.zeros(4, dtype=torch.bool), nobody)
    return step_batches(rows, Crops(rows, CONFIG), BatchSettings(1, 2, shuffled=True), 0, 4, workers)


@pytest.mark.parametrize("workers", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_a_photo_that_vanishes_half_way_is_named(tmp_path, workers):
    stream = batches(tmp_path, workers)
    for number in range(4):
        (tmp_path / f"{number}.png").unlink()
    with pytest.raises(SystemExit, match=r"\Aerror: there is no file [^\n]*\d\.png\Z"):
        exit_cleanly(lambda: list(stream(0)))


@pytest.mark.slow
def test_a_process_that_is_killed_is_told_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(crops, "read_photo", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(SystemExit, match=r"\Aerror: a process that reads photos was ended from outside[^\n]*\Z"):
        exit_cleanly(lambda: list(batches(tmp_path, 1)(0)))
