"""A command on two processes."""

import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from tests.train.helpers import entries, torchrun
from train.command.processes import accelerator, meet
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


def test_a_process_without_a_gpu_of_its_own_is_told(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setenv("LOCAL_RANK", "2")
    with pytest.raises(CrossClipError, match=r"than GPUs \(2\): start one for each, by --nproc_per_node 2"):
        meet("cuda")


def test_one_process_may_train_on_one_device_and_then_on_another():
    meet("cpu").device = torch.device("cuda")  # as an earlier run on a GPU leaves it
    assert accelerator("cpu", "no").device == torch.device("cpu")
