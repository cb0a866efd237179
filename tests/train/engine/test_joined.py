"""Several processes and gradient caching: the same step as one process with all in memory."""

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from crossclip.model import CrossClip
from tests.train.engine import engine_runs
from tests.train.helpers import assert_close, torchrun
from train.engine.joined import in_chunks


@pytest.mark.slow
def test_two_processes_are_one_on_the_joined_batch(table, still_folder, tmp_path):
    engine_runs.descend(table, still_folder, tmp_path / "one")
    torchrun("tests/train/engine/engine_runs.py", table, still_folder, tmp_path / "two")
    start = CrossClip.from_pretrained(still_folder)
    before = start.state_dict()
    for stage, learned in {"pretrain": ("photo.", "text.", "meta.", "log_scale"), "finetune": ("head.",)}.items():
        after = load_file(tmp_path / "one" / f"{stage}.safetensors")
        moved = [key for key, value in after.items() if (value - before[key]).abs().max() > 1e-3]
        assert all(any(key.startswith(part) for key in moved) for part in learned)
        assert_close(tmp_path / "one" / f"{stage}.safetensors", tmp_path / "two" / f"{stage}.safetensors")
        before = after


@pytest.mark.slow
def test_gradient_caching_equals_the_plain_step(table, still_folder, tmp_path):
    engine_runs.descend(table, still_folder, tmp_path / "plain")
    engine_runs.descend(table, still_folder, tmp_path / "chunks", chunk=4)
    assert_close(tmp_path / "plain" / "pretrain.safetensors", tmp_path / "chunks" / "pretrain.safetensors")


def test_gradient_caching_keeps_the_activations_of_one_chunk_only():
    held = []

    class Watched(nn.Module):
        def forward(self, inputs):
            hidden = inputs * 2
            if hidden.requires_grad:
                held.append(len(hidden))
            return hidden.sin()

    inputs = torch.randn(10, 3, requires_grad=True)
    in_chunks(Watched(), inputs, 4).sum().backward()
    assert held == [4, 4, 2, 2, 4, 4], "each chunk is encoded again on the way back"
    assert torch.allclose(inputs.grad, 2 * (2 * inputs).cos())
