"""A command on two processes."""

import pytest
import torch

from crossclip.model import CrossClip
from tests.train.helpers import entries, torchrun
from train.engine.checkpoint import checkpoint_file


@pytest.mark.slow
def test_the_command_runs_on_two_processes_and_writes_once(table, still_folder, tmp_path):
    output = tmp_path / "run"
    errors = torchrun(
        "-m",
        "train.pretrain",
        "--table",
        table,
        "--model",
        still_folder,
        "--output",
        output,
        "--device",
        "cpu",
        "--steps",
        4,
        "--classes",
        4,
        "--photos-per-class",
        2,
        "--validate-every",
        2,
    )
    assert errors.count("| 0/4 [") == 1, "one progress bar"
    assert "Warning" not in errors
    assert [entry["step"] for entry in entries(output)] == [1, 2, 4, 4]
    made = {"pretrain.yaml", "pretrained", "metrics.jsonl"}
    assert {file.name for file in output.iterdir()} == made | {checkpoint_file(output, "pretrain").name}
    assert CrossClip.from_pretrained(output / "pretrained").class_embeddings.norm(dim=1).allclose(torch.ones(4))
