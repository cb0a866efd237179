"""Every system of the table, end to end on a world of four species."""

import json

import pytest
import torch
import yaml

from crossclip.errors import CrossClipError
from crossclip.predict import Predictor
from tests.train.helpers import entries, torchrun
from train.report.answers import Answers
from train.table import SYSTEMS

pytestmark = pytest.mark.slow  # trains all six systems once


@pytest.fixture(scope="module")
def small(world_table, text_folder):
    """Arguments of the table's command on the little world."""
    named = {
        "table": world_table,
        "text-encoder": text_folder,
        "photo-encoder": "mobilenet_v2",
        "photo-weights": "random",
        "photo-size": 32,
        "locked-blocks": 14,
        "views": 1,
        "pretrain-epochs": 1,
        "finetune-epochs": 1,
        "classes": 4,
        "sightings": 8,
        "prior-steps": 3,
        "device": "cpu",
    }
    return [word for name, value in named.items() for word in (f"--{name}", str(value))]


@pytest.fixture(scope="module")
def run_table(small, tmp_path_factory):
    """The command in this process; more arguments override."""
    from train import table

    output = tmp_path_factory.mktemp("runs")

    def run(monkeypatch, *arguments):
        monkeypatch.setattr("sys.argv", ["table", "--output", str(output), *small, *arguments])
        table.main()
        return output

    return run


def test_the_command_trains_measures_and_reports_all_six_systems(run_table, monkeypatch, capsys):
    output = run_table(monkeypatch, "--seeds", "1", "--systems", "all", "paper")
    for name in SYSTEMS:
        answers = Answers.read(output / "answers" / name / "0" / "test.safetensors")
        assert len(answers.labels) == 24
        assert all(torch.allclose(p.sum(dim=1), torch.ones(24), atol=1e-4) for p in answers.probability.values())
    places = {n: set(Answers.read(output / "answers" / n / "0" / "test.safetensors").probability) for n in SYSTEMS}
    assert places["photo"] == places["supcon"] == places["clip"] == {"photo"}
    assert "photo+place+date" in places["planes"] & places["ours"]
    assert "product" in places["geoprior"] & places["ours"]
    report = json.loads((output / "report" / "results.json").read_text())
    assert "84.44" in (output / "report" / "results.md").read_text()
    assert report
    for name in ("ours", "paper"):
        model = Predictor.from_pretrained(output / "trained" / name / "seed 0, rate x 1" / "model")
        assert set(model.config.calibration) == {"photo", "meta", "photo+meta"}

    def trained():
        return {path: path.stat().st_mtime_ns for path in (output / "trained").rglob("*.safetensors")}

    before = trained()
    run_table(monkeypatch, "--seeds", "1", "--systems", "all", "paper")
    assert trained() == before, "what is there is not trained again"


def test_processes_share_the_trials_and_one_writes_the_table(run_table, small, tmp_path, monkeypatch):
    variant = "place as wrap"
    asked = ["--systems", "photo", "geoprior", "ours", "--ablation", variant, "--seeds", "1", "--tune", "1", "3"]
    torchrun("-m", "train.table", "--output", tmp_path, *small, *asked)
    made = [tmp_path / "answers" / name / "0" for name in ("photo", "geoprior", "ours")]
    made.append(tmp_path / "ablation" / variant / "0")
    assert all((folder / "test.safetensors").exists() for folder in made)
    assert {entry["system"] for entry in json.loads((tmp_path / "report" / "results.json").read_text())["results"]} == {
        "photo",
        "geoprior",
        "ours",
    }
    for stage in (tmp_path / "trained").glob("*/*/*/metrics.jsonl"):
        steps = [entry["step"] for entry in entries(stage.parent)]
        assert steps == sorted(set(steps)), f"{stage} was written by two"
    # No trial is lost or made twice when one process takes up what two have left; and it makes the same of all.
    (made[0] / "test.safetensors").unlink()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.safetensors")}
    run_table(monkeypatch, "--output", str(tmp_path), *asked)
    assert (made[0] / "test.safetensors").exists()
    assert {path: path.stat().st_mtime_ns for path in before} == before
    alone = run_table(monkeypatch, "--output", str(tmp_path / "alone"), *asked) and tmp_path / "alone"
    for folder in made:
        shared, own = (
            Answers.read(root / "test.safetensors") for root in (folder, alone / folder.relative_to(tmp_path))
        )
        for branch, probability in own.probability.items():
            torch.testing.assert_close(shared.probability[branch], probability, rtol=1e-2, atol=1e-3)


def test_an_ablation_trains_a_variant_of_ours(run_table, monkeypatch):
    output = run_table(monkeypatch, "--seeds", "1", "--systems", "ours", "--ablation", "place as wrap")
    assert (output / "ablation" / "place as wrap" / "0" / "test.safetensors").exists()


def test_tuning_keeps_the_rate_that_is_best_on_validation(run_table, monkeypatch, tmp_path):
    run_table(monkeypatch, "--output", str(tmp_path), "--seeds", "1", "--systems", "photo", "--tune", "1e-9", "30")
    scores = json.loads((tmp_path / "tuned" / "photo.json").read_text())
    assert set(scores) == {"1e-09", "30.0"}
    assert (tmp_path / "answers" / "photo" / "0" / "test.safetensors").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--systems", "resnet"], "no system 'resnet'"),
        (["--ablation", "everything"], "no variant 'everything'"),
        (["--photo-size", "48"], "another photo_size"),
    ],
)
def test_a_wrong_request_is_one_sentence(run_table, monkeypatch, arguments, message):
    run_table(monkeypatch, "--seeds", "1", "--systems", "photo")
    with pytest.raises(CrossClipError, match=message):
        run_table(monkeypatch, "--seeds", "0", *arguments)


def test_the_old_name_of_the_table_is_refused_and_its_setting_still_read(run_table, monkeypatch, tmp_path, capsys):
    output = run_table(monkeypatch, "--seeds", "0", "--systems", "photo")
    assert "dataset" in yaml.safe_load((output / "table.yaml").read_text())
    with pytest.raises(SystemExit):
        run_table(monkeypatch, "--dataset", "birds.csv")
    assert "there is no option --dataset: use --table" in capsys.readouterr().err
    from train import table

    monkeypatch.setattr("sys.argv", ["table", str(output / "table.yaml"), "--seeds", "0", "--systems", "photo"])
    table.main()
