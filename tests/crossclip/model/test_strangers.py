"""Birds that a model can tell but not name."""

import math

import pytest
import torch
from safetensors.torch import save_file

from crossclip.model.config import ModelError
from crossclip.model.strangers import SCALE, STRANGERS_FILE, nearness, read_strangers, write_strangers


def test_strangers_are_kept_beside_the_weights(tmp_path):
    anchors = torch.eye(4)[:3]
    write_strangers(tmp_path, anchors)
    torch.testing.assert_close(read_strangers(tmp_path, 4), anchors)
    assert read_strangers(None, 4) is None
    assert read_strangers(tmp_path / "elsewhere", 4) is None


def test_a_file_of_something_else_is_refused(tmp_path):
    write_strangers(tmp_path, torch.eye(4))
    with pytest.raises(ModelError, match="5 numbers each"):
        read_strangers(tmp_path, 5)
    save_file({"other": torch.eye(4)}, tmp_path / STRANGERS_FILE)
    with pytest.raises(ModelError, match="anchors"):
        read_strangers(tmp_path, 4)


def test_a_photo_is_near_only_where_a_species_is_nearest_of_all():
    species, strangers = torch.eye(4)[:2], torch.eye(4)[2:3]
    at_species, between, at_stranger, nowhere = nearness(
        torch.tensor([[1.0, 0, 0, 0], [0.7, 0, 0.7, 0], [0, 0, 1, 0], [0, 0, 0, 1]]), species, strangers
    ).tolist()
    assert at_species == pytest.approx(0, abs=1e-6)
    assert between == pytest.approx(-math.log(2), abs=1e-4)
    assert nowhere == pytest.approx(-math.log(3))
    assert at_stranger == pytest.approx(-SCALE, abs=1e-3)
