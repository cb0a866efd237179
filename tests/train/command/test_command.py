"""Settings from the command line and from YAML."""

import re

import pandas as pd
import pytest
import torch
import yaml
from safetensors.torch import load_file

from crossclip.errors import CrossClipError
from tests.train.engine.engine_runs import TEMPLATES


def command(monkeypatch, *arguments):
    from train import pretrain as stage

    monkeypatch.setattr("sys.argv", ["pretrain", *map(str, arguments)])
    stage.main()


@pytest.fixture
def trained(table, still_folder, tmp_path, monkeypatch):
    """The folder of a short run."""
    command(
        monkeypatch,
        "--table",
        table,
        "--model",
        still_folder,
        "--output",
        tmp_path / "run",
        "--device",
        "cpu",
        "--steps",
        2,
        "--classes",
        3,
        "--templates",
        *TEMPLATES,
        "--photo-rate",
        "1e-5",
    )
    return tmp_path / "run"


def test_saved_settings_are_accepted_back_and_overridden(trained, tmp_path, monkeypatch):
    saved = yaml.safe_load((trained / "pretrain.yaml").read_text())
    assert (saved["classes"], saved["templates"], saved["photo_rate"]) == (3, TEMPLATES, 1e-5)
    command(monkeypatch, trained / "pretrain.yaml", "--output", tmp_path / "again")
    weights = [load_file(folder / "pretrained" / "model.safetensors") for folder in (trained, tmp_path / "again")]
    assert all(torch.equal(value, weights[1][key]) for key, value in weights[0].items())
    command(monkeypatch, trained / "pretrain.yaml", "--output", tmp_path / "other", "--steps", "1")
    changed = yaml.safe_load((tmp_path / "other" / "pretrain.yaml").read_text())
    assert changed == saved | {"output": str(tmp_path / "other"), "steps": 1}


def test_a_folder_of_other_settings_is_refused_and_not_touched(trained, monkeypatch):
    before = {file: file.stat().st_mtime_ns for file in trained.rglob("*")}
    with pytest.raises(CrossClipError, match="was made with another classes, seed: go on with what it has, or"):
        command(monkeypatch, trained / "pretrain.yaml", "--seed", "1", "--classes", "4")
    assert {file: file.stat().st_mtime_ns for file in trained.rglob("*")} == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tempo: 3", "unknown option --tempo"),
        ("class: 3", "unknown option --class"),
        ("classes: many", "argument --classes: invalid int value: 'many'"),
        ("tensorboard: perhaps", "argument --tensorboard: .*perhaps"),
        ("schedule: linear", "the schedule 'linear' is unknown"),
        ("terms: [photo-sound]", "the terms of the loss are photo-text"),
        ("templates: [a bird]", "the template 'a bird' does not say where"),
        ("classes: 0", "classes is 0: it must be at least 1"),
        ("unknown_place: 2", "unknown_place is 2.0: it must be from 0 to 1"),
        ("device: abacus", "device abacus cannot be used here: use .*cpu"),
        ("photo_encoder: resnet5", "no photo encoder 'resnet5': use one of torchvision, such as resnet50"),
        ("place_encoding: ball", "place encoding 'ball' is unknown: use one of wrap, sphere"),
        ("epochs: -3", "epochs is -3: it must be above 0"),
        ("checkpoint_minutes: -1", "checkpoint_minutes is -1"),
    ],
)
def test_wrong_settings_are_refused_alike_in_yaml_and_on_the_command_line(text, message, tmp_path, monkeypatch, capsys):
    (tmp_path / "settings.yaml").write_text(f"table: t.csv\noutput: {tmp_path / 'out'}\n{text}\n")
    ((name, value),) = yaml.safe_load(text).items()
    value = value[0] if isinstance(value, list) else value
    for arguments in (
        (tmp_path / "settings.yaml",),
        ("--table", "t.csv", "--output", "o", f"--{name.replace('_', '-')}", value),
    ):
        with pytest.raises(SystemExit) as stop:
            command(monkeypatch, *arguments)
        assert stop.value.code == 2
        usage, error = capsys.readouterr().err.strip().splitlines()
        assert usage.startswith("usage: ")
        assert re.search(message, error)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("text", "message"), [("[1, 2]", "holds no settings"), ("a: [", "cannot be read as settings")])
def test_a_file_without_settings_is_refused(text, message, tmp_path, monkeypatch):
    (tmp_path / "settings.yaml").write_text(text)
    with pytest.raises(CrossClipError, match=message):
        command(monkeypatch, tmp_path / "settings.yaml")


def test_an_unreadable_photo_is_one_sentence_even_from_a_worker(table, still_folder, tmp_path, monkeypatch, capsys):
    from train import pretrain as stage
    from train.command.command import exit_cleanly

    frame = pd.read_csv(table, dtype=str, keep_default_na=False)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    frame.loc[(frame.photo != "") & (frame.split == "train"), "photo"] = "broken.png"
    frame.to_csv(tmp_path / "table.csv", index=False)
    monkeypatch.setattr(
        "sys.argv",
        [
            "pretrain",
            "--table",
            str(tmp_path / "table.csv"),
            "--model",
            str(still_folder),
            "--steps",
            "1",
            "--output",
            str(tmp_path / "run"),
            "--workers",
            "1",
            "--device",
            "cpu",
        ],
    )
    with pytest.raises(SystemExit, match=r"\Aerror: .*broken\.png is not a picture that can be read: [^\n]*\Z"):
        exit_cleanly(stage.main)


def test_an_unknown_option_is_refused(monkeypatch, capsys):
    from train import pretrain as command

    monkeypatch.setattr("sys.argv", ["pretrain", "--table", "t.csv", "--output", "o", "--tempo", "3"])
    with pytest.raises(SystemExit) as exit_:
        command.main()
    assert exit_.value.code == 2
    assert "unknown option --tempo" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new"), [("--photo_encoder", "--photo-encoder"), ("--unknown_place=0", "--unknown-place")]
)
def test_an_old_spelling_is_refused_and_the_new_one_named(old, new, monkeypatch, capsys):
    with pytest.raises(SystemExit) as stop:
        command(monkeypatch, "--table", "t.csv", "--output", "o", old, "resnet18")
    assert stop.value.code == 2
    assert capsys.readouterr().err.strip().endswith(f"there is no option {old.partition('=')[0]}: use {new}")


COMMANDS = ("pretrain", "finetune", "table", "evaluate", "text_encoder", "report")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help_and_shows_its_default(name, monkeypatch, capsys):
    import importlib

    module = importlib.import_module("train.report.results" if name == "report" else f"train.{name}")
    monkeypatch.setattr("sys.argv", [name, "--help"])
    monkeypatch.setenv("COLUMNS", "1000")
    with pytest.raises(SystemExit):
        module.main()
    # Help that does not fit beside a long option stands below it.
    joined = re.sub(r"\n {10,}", "   ", capsys.readouterr().out)
    options = [line for line in joined.splitlines() if re.match(r"  -(-|h)", line)]
    assert len(options) > 2
    for line in options:
        said = re.split(r"  +", line.strip(), maxsplit=1)
        assert len(said) == 2, f"{line} says nothing"
    if name == "pretrain":
        assert any(re.search(r"--photo-rate .*AdamW's.*\(default: 0.0001\)", line) for line in options)
        assert any(re.search(r"--shuffled .*\(default: false\)", line) for line in options)
        assert any(re.search(r"--templates .*\(default: none\)", line) for line in options)


def test_an_output_that_cannot_be_written_is_one_sentence(table, still_folder, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    with pytest.raises(CrossClipError, match=r"file/run cannot be made: .*; give another --output"):
        command(monkeypatch, "--table", table, "--model", still_folder, "--output", tmp_path / "file" / "run")


def test_a_full_disk_is_one_sentence(capsys):
    import errno

    from train.command.command import exit_cleanly

    def fill():
        raise OSError(errno.ENOSPC, "No space left on device", "metrics.jsonl")

    with pytest.raises(SystemExit, match=r"error: metrics.jsonl cannot be written: No space left .*same command again"):
        exit_cleanly(fill)
