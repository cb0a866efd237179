"""A command given again: it goes on, says that it is finished, or refuses what would change the result."""

import pytest
import yaml

from crossclip.errors import CrossClipError
from tests.train.helpers import entries
from train.engine.checkpoint import about, checkpoint_file


@pytest.fixture
def pretrain(table, still_folder, tmp_path, monkeypatch, capsys):
    """Run the command on the little world, and return what it printed."""
    from train import pretrain as stage

    def run(*changes):
        usual = ["--table", table, "--model", still_folder, "--output", tmp_path / "run", "--device", "cpu"]
        arguments = [*usual, "--steps", 2, "--classes", 3, *changes]
        monkeypatch.setattr("sys.argv", ["pretrain", *map(str, arguments)])
        stage.main()
        return capsys.readouterr().out

    return run


def written(folder):
    return {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in folder.rglob("*") if file.is_file()}


def test_a_finished_run_says_so_and_nothing_is_touched(pretrain, tmp_path):
    assert pretrain() == ""
    before = written(tmp_path / "run")
    said = pretrain("--workers", 1, "--precision", "bf16")
    assert "pretrain is finished in" in said
    assert "2 steps taken" in said
    assert "more --epochs" in said
    assert written(tmp_path / "run") == before


def test_more_epochs_go_on_from_a_finished_run(pretrain, tmp_path):
    pretrain()
    logged = entries(tmp_path / "run")
    pretrain("--steps", 4, "--workers", 1, "--checkpoint-every", 3)
    assert about(checkpoint_file(tmp_path / "run", "pretrain"))[0].step == 4
    assert entries(tmp_path / "run")[: len(logged)] == logged
    assert entries(tmp_path / "run")[-1]["step"] == 4
    kept = yaml.safe_load((tmp_path / "run" / "pretrain.yaml").read_text())
    assert (kept["steps"], kept["workers"], kept["checkpoint_every"]) == (4, 1, 3)


def test_a_failed_start_locks_nothing(pretrain, tmp_path):
    with pytest.raises(CrossClipError, match="there is no model folder"):
        pretrain("--model", tmp_path / "nowhere", "--seed", 3)
    pretrain()
    assert (tmp_path / "run" / "pretrained" / "config.json").exists()


def test_a_model_that_nothing_goes_on_from_is_not_overwritten(pretrain, tmp_path):
    pretrain()
    checkpoint_file(tmp_path / "run", "pretrain").unlink()
    before = written(tmp_path / "run")
    with pytest.raises(CrossClipError, match=r"pretrained is trained already, .*--model .*pretrained to train it"):
        pretrain("--steps", 4)
    assert written(tmp_path / "run") == before


def test_other_data_is_refused(pretrain, table, tmp_path):
    pretrain()
    lines = table.read_text().splitlines(keepends=True)
    (tmp_path / "fewer.csv").write_text("".join(lines[:-1]))
    with pytest.raises(CrossClipError, match="begun with other data"):
        pretrain("--table", tmp_path / "fewer.csv", "--steps", 4)


def test_fine_tuning_needs_a_model(table, tmp_path, monkeypatch):
    from train import finetune as stage

    monkeypatch.setattr("sys.argv", ["finetune", "--table", str(table), "--output", str(tmp_path)])
    with pytest.raises(CrossClipError, match=r"give --model, the folder that train\.pretrain made"):
        stage.main()


def test_a_model_that_is_merely_pre_trained_is_not_evaluated(pretrain, table, tmp_path):
    from train.evaluate import evaluate

    pretrain()
    with pytest.raises(CrossClipError, match=r"is pre-trained only, .* train.finetune --model"):
        evaluate(tmp_path / "run" / "pretrained", table)
